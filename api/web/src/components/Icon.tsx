const PATHS = {
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
  up: 'M7 10v10H4V10zM7 11l4-7c1.5 0 2.5 1 2.2 2.6L12.6 9H18c1.3 0 2.2 1.2 1.9 2.4l-1.5 6.6c-.3 1.2-1.2 2-2.4 2H7',
  down: 'M17 14V4h3v10zM17 13l-4 7c-1.5 0-2.5-1-2.2-2.6l.6-2.4H6c-1.3 0-2.2-1.2-1.9-2.4l1.5-6.6c.3-1.2 1.2-2 2.4-2H17',
  copy: 'M9 9h10v11H9zM5 15V4h10',
  share: 'M12 15V4M8 8l4-4 4 4M5 12v8h14v-8',
  back: 'M15 5l-7 7 7 7',
  person: 'M12 12a4 4 0 100-8 4 4 0 000 8zM4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5',
  policy: 'M5 4h14v12h-6l-5 4v-4H5zM8.5 8.5h7M8.5 12h4',
  chevron: 'M6 9l6 6 6-6',
  phone: 'M5 4h4l2 5-2.5 1.5a11 11 0 005 5L15 13l5 2v4c0 1-1 2-2 2C10 20.5 3.5 14 3 6c0-1 1-2 2-2z',
};

export type IconName = keyof typeof PATHS;

/** A line drawing beside words that say the same, so hidden from screen readers. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} stroke-width={name === 'more' ? 3 : undefined} />
    </svg>
  );
}
