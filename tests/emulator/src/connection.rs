//! A TCP listener whose connections can be broken from inside a handler: closed without an answer, or reset in the
//! middle of one. HTTP libraries offer neither, since no server wants it.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;
use std::task::Context;
use std::task::Poll;

use axum::extract::connect_info::Connected;
use axum::serve::IncomingStream;
use axum::serve::Listener;
use futures_util::task::AtomicWaker;
use tokio::io::AsyncRead;
use tokio::io::AsyncWrite;
use tokio::io::ReadBuf;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

const ALIVE: u8 = 0;
const CLOSED: u8 = 1;
const RESET: u8 = 2;

/// Accepts connections that can be broken.
pub(crate) struct BreakableListener(pub(crate) TcpListener);

/// The handler's hand on its connection.
#[derive(Clone, Default)]
pub(crate) struct Connection(Arc<Wire>);

#[derive(Default)]
struct Wire {
    fate: AtomicU8,
    waker: AtomicWaker,
}

impl Connection {
    /// Closes without another byte, politely (FIN).
    pub(crate) fn close(&self) {
        self.doom(CLOSED);
    }

    /// Breaks off with a TCP reset.
    pub(crate) fn reset(&self) {
        self.doom(RESET);
    }

    fn doom(&self, fate: u8) {
        self.0.fate.store(fate, Ordering::SeqCst);
        self.0.waker.wake();
    }
}

impl Listener for BreakableListener {
    type Io = BreakableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (BreakableStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Each event is a write of its own; waiting to fill a packet would spoil the pace.
        let _ = stream.set_nodelay(true);
        (BreakableStream { stream, connection: Connection::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, BreakableListener>> for Connection {
    fn connect_info(incoming: IncomingStream<'_, BreakableListener>) -> Connection {
        incoming.io().connection.clone()
    }
}

pub(crate) struct BreakableStream {
    stream: TcpStream,
    connection: Connection,
}

impl BreakableStream {
    fn check(&self, cx: &Context<'_>) -> io::Result<()> {
        self.connection.0.waker.register(cx.waker());
        match self.connection.0.fate.load(Ordering::SeqCst) {
            ALIVE => Ok(()),
            RESET => Err(io::ErrorKind::ConnectionReset.into()),
            _ => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }
}

impl Drop for BreakableStream {
    fn drop(&mut self) {
        if self.connection.0.fate.load(Ordering::SeqCst) == RESET {
            // With no time to linger, closing sends RST instead of FIN.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for BreakableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for BreakableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffers: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_write_vectored(cx, buffers)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.check(cx)?;
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
