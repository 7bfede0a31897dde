//! The tools that native builds need beside the pinned compiler: a C++ compiler for libFuzzer, a nightly one for Miri.

use std::env;

use crate::Result;
use crate::process;

/// A C++ compiler, which libFuzzer needs. Machines that can link mostly have one.
pub(crate) fn cpp_compiler() -> Result<()> {
    let step = super::Step {
        what: "C++ compiler",
        remedy: "libFuzzer needs one. On Debian: apt-get install g++. Elsewhere, set CXX to one.",
    };
    let ready = || env::var_os("CXX").is_some() || process::find_on_path(&["c++", "g++", "clang++"]).is_some();
    step.ensure(ready, || Err("there is none on the path".to_owned()))
}

/// The machine for which the compiler compiles: `x86_64-unknown-linux-gnu`.
pub(crate) fn host() -> Result<String> {
    let says = process::output(process::command("rustc").arg("-vV"))?;
    host_in(&says).ok_or_else(|| format!("rustc -vV names no host: {says}"))
}

fn host_in(says: &str) -> Option<String> {
    says.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}

/// Miri and the sources it compiles the standard library from, with the toolchain `nightly` if that is missing too.
pub(crate) fn miri() -> Result<()> {
    let step = super::Step {
        what: "miri",
        remedy: "Miri comes with nightly compilers alone. By hand: \
                 rustup toolchain install nightly --profile minimal --component miri,rust-src",
    };
    let ready = || process::succeeds(process::command("rustup").args(["run", "nightly", "cargo", "miri", "--version"]));
    step.ensure(ready, || {
        let mut rustup = process::command("rustup");
        rustup.args(["toolchain", "install", "nightly", "--profile", "minimal", "--component", "miri,rust-src"]);
        process::run_aside(&mut rustup)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_what_rustc_prints() {
        let says = "rustc 1.95.0 (abc 2026-04-14)\nbinary: rustc\nhost: aarch64-apple-darwin\nrelease: 1.95.0\n";
        assert_eq!(host_in(says).as_deref(), Some("aarch64-apple-darwin"));
        assert_eq!(host_in("rustc 1.95.0"), None);
    }
}
