// Lists. A long one is a single block for the parser, so that here, too, only what is new is rendered, and not all at once.

import type { Token, Tokens } from "marked";
import { Component, type ComponentChildren } from "preact";
import { useSlices } from "./slices.ts";

const ITEMS_A_FRAME = 30;

interface ListProps {
  token: Tokens.List;
  /** Renders the blocks of an item. */
  blocks: (tokens: Token[]) => ComponentChildren;
}

export function List({ token: { ordered, start, items }, blocks }: ListProps) {
  const limit = useSlices(items.length, ITEMS_A_FRAME);
  const children = items.slice(0, limit).map((item, index) => <Item key={index} item={item} blocks={blocks} />);
  return ordered ? <ol start={start === "" ? 1 : start}>{children}</ol> : <ul>{children}</ul>;
}

/** The parser makes new tokens of the whole list each time; an item of the same text is the same. */
class Item extends Component<{ item: Tokens.ListItem; blocks: ListProps["blocks"] }> {
  override shouldComponentUpdate({ item }: { item: Tokens.ListItem }) {
    return item.raw !== this.props.item.raw || item.loose !== this.props.item.loose;
  }

  override render() {
    const { item, blocks } = this.props;
    return (
      <li>
        {item.task && <input type="checkbox" checked={item.checked ?? false} disabled />}
        {blocks(item.tokens.filter(({ type }) => type !== "checkbox"))}
      </li>
    );
  }
}
