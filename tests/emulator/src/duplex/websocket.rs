//! A WebSocket as a request and an answer: messages that come in are the bytes of the one, each event of the other is a
//! message.

use std::io;
use std::pin::pin;

use axum::extract::ws::CloseFrame;
use axum::extract::ws::Message;
use axum::extract::ws::WebSocket;
use axum::extract::ws::close_code;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::SinkExt;
use futures_util::Stream;
use futures_util::StreamExt;
use futures_util::stream;
use futures_util::stream::BoxStream;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::playback::Player;

/// A client that sends more than this while nobody listens is cut off.
const WAITING_MESSAGES_MAX: usize = 10_000;

/// The two ends of what comes in. Like a broken connection, a closed one is an error: the end of a request is signed.
pub(super) fn queue() -> (mpsc::Sender<Bytes>, BoxStream<'static, io::Result<Bytes>>) {
    let (sender, receiver) = mpsc::channel(WAITING_MESSAGES_MAX);
    let bytes = stream::unfold(receiver, |mut receiver: mpsc::Receiver<Bytes>| async move {
        let item = receiver.recv().await.ok_or_else(|| io::ErrorKind::ConnectionAborted.into());
        Some((item, receiver))
    });
    (sender, bytes.boxed())
}

/// Sends what is played and hands on what comes in, until one of the two ends.
pub(super) async fn play(socket: WebSocket, player: Player, incoming: mpsc::Sender<Bytes>) {
    let (mut sink, messages) = socket.split();
    let mut items = pin!(player.play());
    let mut hearing = pin!(hand_on(messages, incoming));
    loop {
        let item = tokio::select! {
            biased;
            item = items.next() => item,
            () = &mut hearing => {
                // The client has gone. What it has asked for may be played to the end, but nothing is waited for.
                while let Some(Some(Ok(_))) = items.next().now_or_never() {}
                return;
            }
        };
        match item {
            Some(Ok(bytes)) => {
                if sink.send(Message::Binary(bytes)).await.is_err() {
                    return;
                }
            }
            Some(Err(_)) => return,
            None => break,
        }
    }
    let goodbye = CloseFrame { code: close_code::NORMAL, reason: "".into() };
    // The client closes as well, or has gone already; to leave before it does could lose it the last messages.
    if sink.send(Message::Close(Some(goodbye))).await.is_ok() {
        hearing.await;
    }
}

async fn hand_on(
    mut messages: impl Stream<Item = Result<Message, axum::Error>> + Unpin,
    incoming: mpsc::Sender<Bytes>,
) {
    while let Some(Ok(message)) = messages.next().await {
        let bytes = match message {
            Message::Binary(bytes) => bytes,
            Message::Text(text) => text.into(),
            Message::Close(_) => return,
            Message::Ping(_) | Message::Pong(_) => continue,
        };
        // When nobody listens any more there is still the client's goodbye to hear.
        if let Err(TrySendError::Full(_)) = incoming.try_send(bytes) {
            return;
        }
    }
}
