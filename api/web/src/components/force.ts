const FORCE: { [status: string]: string } = {
  in_force: '现行',
  not_begun: '尚未施行',
  ended: '已失效',
  superseded: '已有新版本',
  draft: '草稿',
};

/** How the force of a text is said. */
export function force(status: string): string {
  return FORCE[status] || '文件未标注';
}
