//! The documentation: its links and its spelling, the site, and every snippet of code that it shows.

use super::Tally;
use super::steps;
use crate::Result;
use crate::build;
use crate::docs;
use crate::emulator::Emulator;
use crate::process;
use crate::setup;
use crate::workspace;

/// The texts on GitHub and on the site: `docs/.vitepress/remark.mjs` and `docs/.cspell/cspell.json` say how.
const TEXTS: [&str; 5] = ["README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md"];

/// Links to places of this repository, and spelling. Part of `lint`.
pub(super) fn lint(tally: &mut Tally) -> Result<()> {
    let modules = setup::docs()?.join("node_modules");
    let mut links = process::command("node");
    links.arg(modules.join("remark-cli/cli.js")).current_dir(workspace::root());
    links.args(["--frail", "--quiet", "--no-stdout", "--no-config", "--rc-path", "docs/.vitepress/remark.mjs"]);
    links.args(TEXTS).arg("docs");
    tally.check("links in README and docs", &mut links);
    println!("NOT CHECKED: whether addresses on the web answer; they are only parsed, since lint uses no network");
    let mut spelling = process::command("node");
    spelling.arg(modules.join("cspell/bin.mjs")).current_dir(workspace::root());
    spelling
        .args(["lint", "--no-progress", "--no-summary", "--config", "docs/.cspell/cspell.json"])
        .args(TEXTS)
        .arg("docs/**/*.md");
    tally.check("spelling in README and docs", &mut spelling);
    Ok(())
}

/// Builds the site, which fails for a link that leads nowhere, then tries it and all snippets.
pub(super) fn docs(tally: &mut Tally) -> Result<()> {
    let package = build::quick_package()?;
    setup::js_tests()?;
    setup::browsers()?;
    steps::install_folder(&package)?;
    tally.check("the site", &mut docs::site(&package)?);
    let emulator = Emulator::start()?;
    let mut node = process::command("node");
    node.args(["--test", "--test-reporter=spec", "docs/snippets.test.mjs", "docs/site.test.mjs"]);
    node.current_dir(workspace::root().join("tests/js")).env(steps::EMULATOR_URL, emulator.url());
    node.env("DOCS_SITE", docs::out());
    tally.count("node --test", &mut node);
    Ok(())
}
