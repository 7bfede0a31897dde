// What stands inside of a paragraph: emphasis, code, links.

import type { Token } from "marked";
import type { ComponentChildren } from "preact";
import { parsed } from "./blocks.ts";

/** Inline tokens as elements. */
export function inline(tokens: Token[] = []): ComponentChildren {
  return parsed(tokens).map((token, index) => <Inline key={index} token={token} />);
}

function Inline({ token }: { token: Token }): ComponentChildren {
  switch (token.type) {
    case "strong":
      return <strong>{inline(token.tokens)}</strong>;
    case "em":
      return <em>{inline(token.tokens)}</em>;
    case "del":
      return <del>{inline(token.tokens)}</del>;
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "link":
      return <Link href={token.href}>{inline(token.tokens)}</Link>;
    case "image":
      // A picture at an address of the model's choice would tell its host who reads this.
      return <Link href={token.href}>{token.text || token.href}</Link>;
    case "text":
    case "escape":
      return <>{"tokens" in token && token.tokens ? inline(token.tokens) : token.text}</>;
    default:
      return <>{token.raw}</>;
  }
}

function Link({ href, children }: { href: string; children: ComponentChildren }) {
  // `javascript:` and its like stay text.
  if (!/^(https?|mailto):/i.test(href)) return <>{children}</>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
