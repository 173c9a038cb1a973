import { Component, type ComponentType, h } from 'preact';

/** A component drawn again only when one of its props is another value. */
export function memo<P extends object>(Drawn: ComponentType<P>): ComponentType<P> {
  return class extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as { [name: string]: unknown };
      const after = next as { [name: string]: unknown };
      return Object.keys(after).some((name) => after[name] !== before[name]);
    }
    override render() {
      return h(Drawn, this.props as P);
    }
  };
}
