//! Chromium, Firefox and WebKit for the tests: from Debian's packages, or whatever the machine already has.

use crate::Result;
use crate::process;

const PROGRAMS: &[(&str, &[&str])] = &[
    ("chromium", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"]),
    ("chromium-driver", &["chromedriver"]),
    ("firefox-esr", &["firefox-esr", "firefox"]),
];

/// Safari's engine and its driver, and a display for it, since it has no headless mode.
const WEBKIT: &[(&str, &[&str])] =
    &[("webkit2gtk-driver", &["WebKitWebDriver"]), ("xvfb", &["xvfb-run"]), ("xauth", &["xauth"])];

/// Chromium, its driver, and Firefox.
pub(crate) fn browsers() -> Result<()> {
    let step = super::Step {
        what: "chromium, chromedriver and firefox",
        remedy: "Install Chromium or Chrome, the chromedriver of the same version, and Firefox, and put them on PATH.",
    };
    step.ensure(|| missing_packages(PROGRAMS).is_empty(), || apt_install(&missing_packages(PROGRAMS)))
}

/// WebKitGTK, which the matrix drives.
pub(crate) fn webkit() -> Result<()> {
    let step = super::Step {
        what: "WebKitWebDriver and xvfb-run",
        remedy: "Install the driver of WebKitGTK, Xvfb and xauth, and put them on PATH. \
                 On Debian: apt-get install webkit2gtk-driver xvfb xauth",
    };
    step.ensure(|| missing_packages(WEBKIT).is_empty(), || apt_install(&missing_packages(WEBKIT)))
}

/// Installs Debian packages; needs root or sudo.
pub(super) fn apt_install(packages: &[&str]) -> Result<()> {
    if process::find_on_path(&["apt-get"]).is_none() {
        return Err("this system has no apt-get".to_owned());
    }
    process::run_aside(as_root("apt-get").args(["update", "-qq"]))?;
    let mut install = as_root("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    process::run_aside(&mut install)
}

fn as_root(program: &str) -> std::process::Command {
    let is_root = process::output(process::command("id").arg("-u")).is_ok_and(|id| id == "0");
    // `env` rather than our own variable: sudo drops those.
    let words: &[&str] = if is_root { &["env"] } else { &["sudo", "env"] };
    let mut command = process::command(words.first().copied().unwrap_or("env"));
    command.args(words.iter().skip(1)).arg("DEBIAN_FRONTEND=noninteractive").arg(program);
    command
}

fn missing_packages(of: &'static [(&str, &[&str])]) -> Vec<&'static str> {
    let missing = of.iter().filter(|(_, programs)| process::find_on_path(programs).is_none());
    missing.map(|(package, _)| *package).collect()
}
