//! A Python of our own in `target/venv`, with boto3, AWS's client, for the Python tests.

use std::path::PathBuf;

use crate::Result;
use crate::process;
use crate::workspace;

/// The virtual environment's Python.
pub(crate) fn python() -> Result<PathBuf> {
    let folder = workspace::target().join("venv");
    let python = folder.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let requirements = workspace::root().join("tests").join("python").join("requirements.txt");
    let wanted = workspace::read(&requirements)?;
    let stamp = folder.join("installed-requirements.txt");
    let step = super::Step {
        what: "the Python tests' packages",
        remedy: &format!(
            "By hand: python3 -m venv {0} && {0}/bin/pip install -r tests/python/requirements.txt",
            folder.display()
        ),
    };
    let ready = || {
        workspace::read(&stamp).as_ref() == Ok(&wanted) && process::succeeds(process::command(&python).args(["-c", ""]))
    };
    step.ensure(ready, || {
        let system = system_python()?;
        process::run_aside(process::command(system).args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = process::command(&python);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]).arg(&requirements);
        process::run_aside(&mut pip)?;
        workspace::write(&stamp, &wanted)
    })?;
    Ok(python)
}

/// A Python that can make environments. Debian's comes without the module for that.
fn system_python() -> Result<&'static str> {
    let program = if cfg!(windows) { "python" } else { "python3" };
    if !process::succeeds(process::command(program).args(["-c", "import ensurepip, venv"])) {
        super::browsers::apt_install(&["python3", "python3-venv"])?;
    }
    Ok(program)
}
