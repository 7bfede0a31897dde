//! Running other programs: in the repository's root, with this project's tools first on `PATH`, and never left behind.

use std::env;
use std::ffi::OsStr;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::process::Child;
use std::process::Command;
use std::process::ExitStatus;
use std::process::Stdio;
use std::thread;

use crate::Result;
use crate::workspace;

/// A program that runs in the root, with no standard input and without what `cargo run` put into our environment:
/// another cargo, perhaps of another toolchain, must not take those variables for its own.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(workspace::root()).stdin(Stdio::null());
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text == "CARGO" || name_text.starts_with("CARGO_PKG_") || name_text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    // Cargo points it at its own toolchain's libraries; Debian's compiler has others of the same purpose.
    command.env_remove("LD_LIBRARY_PATH");
    command.env("CARGO_TARGET_DIR", workspace::target());
    put_first_on_path(&mut command, &workspace::tools().join("bin"));
    command
}

/// Puts a folder before all others in the child's `PATH`.
pub(crate) fn put_first_on_path(command: &mut Command, folder: &std::path::Path) {
    let set =
        command.get_envs().find(|(name, _)| *name == "PATH").and_then(|(_, value)| value.map(OsStr::to_os_string));
    let path = set.or_else(|| env::var_os("PATH")).unwrap_or_default();
    let folders = std::iter::once(folder.to_path_buf()).chain(env::split_paths(&path));
    if let Ok(joined) = env::join_paths(folders) {
        command.env("PATH", joined);
    }
}

/// Runs to the end; output goes where ours goes.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(command))) }
}

/// Like [`run`], but the program's output goes to standard error: it is progress, not the requested result.
pub(crate) fn run_aside(command: &mut Command) -> Result<()> {
    run(command.stdout(std::io::stderr()))
}

/// Runs to the end and says how it ended. An error means that it did not start.
pub(crate) fn status(command: &mut Command) -> Result<ExitStatus> {
    command.status().map_err(|error| format!("cannot start `{}`: {error}", shown(command)))
}

/// The program's output, without the white space around it.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cannot start `{}`: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("`{}` failed ({})", shown(command), output.status));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Whether a program starts and succeeds, in silence.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The first of these programs that `PATH` has.
pub(crate) fn find_on_path(names: &[&str]) -> Option<std::path::PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path).map(|folder| folder.join(&file)).find(|candidate| candidate.is_file())
    })
}

/// Runs to the end, shows both of its outputs as they come, and hands each line to `each_line`.
pub(crate) fn watch(command: &mut Command, mut each_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let spawned = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = KillOnDrop(spawned.map_err(|error| format!("cannot start `{}`: {error}", shown(command)))?);
    let (lines, received) = std::sync::mpsc::channel::<String>();
    let stdout = child.0.stdout.take().map(|pipe| forward(pipe, std::io::stdout(), lines.clone()));
    let stderr = child.0.stderr.take().map(|pipe| forward(pipe, std::io::stderr(), lines));
    // Both forwarders end, and with them the channel, when the program closes its outputs.
    for line in received {
        each_line(&line);
    }
    for forwarder in [stdout, stderr].into_iter().flatten() {
        forwarder.join().map_err(|_| "cannot forward a program's output".to_owned())?;
    }
    child.0.wait().map_err(|error| format!("lost `{}`: {error}", shown(command)))
}

fn forward(
    pipe: impl Read + Send + 'static,
    mut to: impl Write + Send + 'static,
    lines: std::sync::mpsc::Sender<String>,
) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for line in BufReader::new(pipe).split(b'\n').map_while(std::result::Result::ok) {
            let line = String::from_utf8_lossy(&line).into_owned();
            // A closed terminal must not stop us from reading: the program would block on a full pipe.
            let _ = writeln!(to, "{line}");
            let _ = lines.send(line);
        }
    })
}

/// A program that ends with the scope that started it, also after an error or a panic.
pub(crate) struct KillOnDrop(pub(crate) Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        // Both fail only for a program that has already ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The command as a user would type it, for messages.
fn shown(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy()];
    words.extend(command.get_args().map(OsStr::to_string_lossy));
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn watch_sees_every_line_of_both_outputs_and_the_status() {
        let mut seen = Vec::new();
        let script = "echo one; echo two >&2; printf three; exit 3";
        let status = watch(command("sh").args(["-c", script]), |line| seen.push(line.to_owned())).unwrap();
        seen.sort();
        assert_eq!(seen, ["one", "three", "two"]);
        assert_eq!(status.code(), Some(3));
    }

    #[test]
    fn a_failed_command_is_named_in_the_error() {
        let error = run(command("sh").args(["-c", "exit 4"])).unwrap_err();
        assert!(error.contains("sh -c exit 4"), "{error}");
    }

    #[test]
    fn children_find_the_projects_own_tools_first() {
        let path = output(command("sh").args(["-c", "echo $PATH"])).unwrap();
        assert!(path.starts_with(&*workspace::tools().join("bin").to_string_lossy()), "{path}");
    }
}
