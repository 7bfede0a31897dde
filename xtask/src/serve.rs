//! A static file server for the playground: GET and HEAD, on loopback, files below a few folders and nothing else.

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Write;
use std::net::Ipv4Addr;
use std::net::TcpListener;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use crate::Result;
use crate::Stop;

/// The options of a command that can serve what it builds.
pub(crate) struct Options {
    /// Whether the command's one flag is given.
    pub(crate) has_flag: bool,
    /// 0 takes a free one.
    pub(crate) port: u16,
}

impl Options {
    /// Reads `FLAG` and `--port N`.
    pub(crate) fn parse(command: &str, flag: &str, arguments: &[String]) -> std::result::Result<Options, Stop> {
        let mut options = Options { has_flag: false, port: 0 };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--port" => {
                    let port = rest.next().and_then(|port| port.parse().ok());
                    options.port = port.ok_or_else(|| Stop::usage("--port wants a number up to 65535".to_owned()))?;
                }
                argument if argument == flag => options.has_flag = true,
                unknown => {
                    let message = format!("{command} has no option `{unknown}`; it has {flag} and --port N");
                    return Err(Stop::usage(message));
                }
            }
        }
        Ok(options)
    }
}

/// Browsers do not send longer headers.
const REQUEST_BYTES_MAX: u64 = 64 * 1024;
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// URL prefix, ending in a slash, and the folder behind it. The first match is taken.
type Mounts = Vec<(&'static str, PathBuf)>;

pub(crate) struct Server {
    listener: TcpListener,
    mounts: Mounts,
    port: u16,
    /// Lines of the head, each with its end.
    headers: String,
}

impl Server {
    /// Listens on a port of 127.0.0.1; 0 takes a free one.
    pub(crate) fn bind(port: u16, mounts: Mounts) -> Result<Server> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| format!("cannot serve on port {port}: {error}; try another with --port"))?;
        let port = listener.local_addr().map_err(|error| error.to_string())?.port();
        Ok(Server { listener, mounts, port, headers: String::new() })
    }

    /// Sends these with every answer: `Name: value`.
    pub(crate) fn with_headers(mut self, headers: &[String]) -> Server {
        self.headers = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers until the process ends.
    pub(crate) fn run(self) -> Result<()> {
        for stream in self.listener.incoming() {
            let stream = stream.map_err(|error| format!("cannot accept a connection: {error}"))?;
            let (mounts, headers) = (self.mounts.clone(), self.headers.clone());
            // A browser may hang up early.
            thread::spawn(move || answer(&stream, &mounts, &headers).ok());
        }
        Ok(())
    }
}

fn answer(stream: &TcpStream, mounts: &Mounts, headers: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(READ_TIMEOUT))?;
    let (method, target) = read_request(stream)?;
    let response = respond(&method, &target, mounts);
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n{headers}\r\n",
        response.status,
        response.content_type,
        response.body.len()
    );
    let mut stream = stream;
    stream.write_all(head.as_bytes())?;
    if method != "HEAD" {
        stream.write_all(&response.body)?;
    }
    stream.flush()
}

/// Method and target of the first line; the headers are read, so that closing does not reset the connection.
fn read_request(stream: &TcpStream) -> std::io::Result<(String, String)> {
    let mut lines = BufReader::new(stream.take(REQUEST_BYTES_MAX)).lines();
    let first = lines.next().transpose()?.unwrap_or_default();
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = first.split(' ').map(str::to_owned);
    Ok((words.next().unwrap_or_default(), words.next().unwrap_or_default()))
}

struct Response {
    status: &'static str,
    content_type: &'static str,
    body: Vec<u8>,
}

fn respond(method: &str, target: &str, mounts: &Mounts) -> Response {
    if method != "GET" && method != "HEAD" {
        return Response { status: "405 Method Not Allowed", content_type: "text/plain", body: Vec::new() };
    }
    let found = file_of(target, mounts).and_then(|file| Some((content_type(&file), fs::read(file).ok()?)));
    match found {
        Some((content_type, body)) => Response { status: "200 OK", content_type, body },
        None => Response { status: "404 Not Found", content_type: "text/plain", body: b"not found\n".to_vec() },
    }
}

/// The file behind a request target, if it lies below its folder.
fn file_of(target: &str, mounts: &Mounts) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let (rest, folder) = mounts.iter().find_map(|(prefix, folder)| Some((path.strip_prefix(prefix)?, folder)))?;
    let file = if rest.is_empty() || rest.ends_with('/') { format!("{rest}index.html") } else { rest.to_owned() };
    // Both resolved, so that neither `..` nor a symbolic link leads out. Escapes are not undone: no file here needs
    // them.
    let folder = folder.canonicalize().ok()?;
    let file = folder.join(file).canonicalize().ok()?;
    (file.starts_with(&folder) && file.is_file()).then_some(file)
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json" | "map") => "application/json",
        // With any other type, browsers refuse to compile while it streams.
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        _ => "text/plain; charset=utf-8",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> std::result::Result<Options, Stop> {
        let (command, flag, arguments) = match line.split_once(' ').unwrap() {
            ("demo", arguments) => ("demo", "--once", arguments),
            (command, arguments) => (command, "--serve", arguments),
        };
        let words: Vec<_> = arguments.split_whitespace().map(str::to_owned).collect();
        Options::parse(command, flag, &words)
    }

    #[test]
    fn options_are_read() {
        for line in ["demo --once --port 8080", "docs --serve --port 8080"] {
            let options = parsed(line).ok().unwrap();
            assert!(options.has_flag);
            assert_eq!(options.port, 8080);
        }
    }

    #[test]
    fn unknown_options_are_refused() {
        let lines = ["demo --twice", "demo --port", "demo --port x", "demo --port 65536"];
        for line in lines.into_iter().chain(["docs serve", "docs --port", "docs --port x"]) {
            assert!(matches!(parsed(line), Err(Stop::Usage(_))), "{line}");
        }
    }

    #[test]
    fn files_come_with_their_type_and_length() {
        let url = serve();
        let reply = exchange(&url, "GET /pkg/Cargo.toml?v=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
        assert!(reply.contains("name = \"xtask\""), "{reply}");
        let reply = exchange(&url, "HEAD /serve.rs HTTP/1.1\r\n\r\n");
        assert!(reply.starts_with("HTTP/1.1 200 OK\r\n") && reply.ends_with("\r\n\r\n"), "{reply}");
        assert_eq!(content_type(Path::new("a/bedrock.wasm")), "application/wasm");
    }

    #[test]
    fn nothing_outside_the_folders_is_served() {
        let url = serve();
        let targets = [
            "/../Cargo.toml",
            "/setup/../../Cargo.toml",
            "//etc/passwd",
            "/pkg//etc/passwd",
            "/%2e%2e/Cargo.toml",
            "/",
            "",
        ];
        for target in targets {
            let reply = exchange(&url, &format!("GET {target} HTTP/1.1\r\n\r\n"));
            assert!(reply.starts_with("HTTP/1.1 404 "), "{target}: {reply}");
        }
    }

    #[test]
    fn headers_go_with_every_answer() {
        let server = Server::bind(0, vec![("/", Path::new(env!("CARGO_MANIFEST_DIR")).join("src"))]).unwrap();
        let address = format!("127.0.0.1:{}", server.port);
        let headers = ["Content-Security-Policy: default-src 'none'".to_owned(), "X-Test: yes".to_owned()];
        let server = server.with_headers(&headers);
        thread::spawn(move || server.run());
        for target in ["/serve.rs", "/missing"] {
            let reply = exchange(&address, &format!("GET {target} HTTP/1.1\r\n\r\n"));
            let (head, _) = reply.split_once("\r\n\r\n").unwrap();
            let found = headers.iter().all(|header| head.lines().any(|line| line == header));
            assert!(found, "{target}: {head}");
        }
    }

    #[test]
    fn only_reading_is_allowed() {
        let reply = exchange(&serve(), "POST /serve.rs HTTP/1.1\r\n\r\n");
        assert!(reply.starts_with("HTTP/1.1 405 "), "{reply}");
    }

    /// Our own sources at `/`, and their parent at `/pkg/`.
    fn serve() -> String {
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        let server = Server::bind(0, vec![("/pkg/", xtask.to_path_buf()), ("/", xtask.join("src"))]).unwrap();
        let address = format!("127.0.0.1:{}", server.port);
        thread::spawn(move || server.run());
        address
    }

    fn exchange(address: &str, request: &str) -> String {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        reply
    }
}
