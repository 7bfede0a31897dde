// How links of the texts are checked without a network: files and headings of this repository must exist, addresses on the web
// must be well-formed and use TLS. Headings get GitHub's anchors, which the site has too.
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import remarkValidateLinks from "remark-validate-links";
import { visit } from "unist-util-visit";

/** Pages that `cargo xtask docs` writes: the built site's links are checked by it. */
const GENERATED = [/\/reference\//, /\/rust\//];

export default {
  plugins: [
    remarkFrontmatter,
    remarkGfm,
    [remarkValidateLinks, { repository: false, skipPathPatterns: GENERATED }],
    addressesAreWellFormed,
  ],
};

function addressesAreWellFormed() {
  return (tree, file) => {
    visit(tree, ["link", "image", "definition"], (node) => {
      if (!/^[a-z][a-z0-9+.-]*:|^\/\//i.test(node.url) || node.url.startsWith("mailto:")) return;
      const url = URL.canParse(node.url) ? new URL(node.url) : undefined;
      const isLocal = url !== undefined && ["localhost", "127.0.0.1"].includes(url.hostname);
      if (url === undefined) file.message(`\`${node.url}\` is no address`, node);
      else if (url.protocol !== "https:" && !isLocal) file.message(`\`${node.url}\` does not begin with https://`, node);
    });
  };
}
