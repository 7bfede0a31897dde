//! Rows against a plain reading of the same frames, for real streams of Bedrock: AWS's decoder and `serde_json` say
//! what the events are, and the rows, put together as in JavaScript, must say the same, wherever the stream is cut.

use aws_smithy_types::event_stream::Message;
use bedrock_wasm::bedrock::event::Batch;
use bedrock_wasm::bedrock::operation::Stream;
use bedrock_wasm::pipeline::EventReader;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::support;
use crate::support::rows::Event;
use crate::support::rows::drop_padding;
use crate::support::rows::events_of;
use crate::support::rows::feed;

#[test]
fn real_streams_in_one_chunk_are_read_as_json_reads_them() {
    for (name, stream) in support::recorded_streams() {
        let events = events_of(&[&stream]);
        assert_eq!(events.iter().map(without_padding).collect::<Vec<_>>(), expected(&stream), "{name}");
        let deltas = expected(&stream).iter().filter(|(name, _)| name == "contentBlockDelta").count();
        let known = events.iter().filter(|event| matches!(event, Event::Known("contentBlockDelta", _))).count();
        // Bedrock's layout is what the fast path is for. Signatures of reasoning are the only other deltas recorded.
        assert!(known + 1 >= deltas, "{name}: {known} of {deltas} deltas were read without JSON");
    }
}

#[test]
fn real_streams_cut_in_two_are_read_as_json_reads_them() {
    for (name, stream) in support::recorded_streams().into_iter().filter(|(_, stream)| stream.len() < 2500) {
        for cut in 0..=stream.len() {
            let (one, other) = stream.split_at(cut);
            let events = events_of(&[one, other]);
            assert_eq!(events.iter().map(without_padding).collect::<Vec<_>>(), expected(&stream), "{name}: {cut}");
        }
    }
}

#[test]
fn a_reader_that_was_reset_has_nothing_of_the_last_stream() {
    let streams = support::recorded_streams();
    let mut reader = EventReader::new(Stream::Converse);
    for (name, stream) in &streams {
        feed(&mut reader, &stream[..stream.len() / 2]);
        reader.reset(Stream::Converse);
        assert_eq!(reader.batch(), &Batch::default(), "{name}");
        assert!(reader.finish().is_err(), "{name}: the messageStop of the last stream was remembered");
        reader.reset(Stream::Converse);
        let events: Vec<_> = feed(&mut reader, stream).iter().map(without_padding).collect();
        assert_eq!(events, expected(stream), "{name}");
    }
}

proptest! {
    #[test]
    fn real_streams_in_random_pieces_are_read_as_json_reads_them(
        which in any::<Index>(),
        cuts in prop::collection::vec(any::<Index>(), 1..20),
    ) {
        let streams = support::recorded_streams();
        let (_, stream) = which.get(&streams);
        let mut places: Vec<_> = cuts.iter().map(|cut| cut.index(stream.len() + 1)).collect();
        places.extend([0, stream.len()]);
        places.sort_unstable();
        let pieces: Vec<_> = places.windows(2).map(|ends| &stream[ends[0]..ends[1]]).collect();
        let events: Vec<_> = events_of(&pieces).iter().map(without_padding).collect();
        prop_assert_eq!(events, expected(stream));
    }
}

/// What each frame holds, by code that is not ours.
fn expected(stream: &[u8]) -> Vec<(String, Value)> {
    let name = |message: &Message| {
        let header = message.headers().iter().find(|header| header.name().as_str() == ":event-type").unwrap();
        header.value().as_string().unwrap().as_str().to_owned()
    };
    let event = |message: &Message| (name(message), drop_padding(serde_json::from_slice(message.payload()).unwrap()));
    support::reference_frames(stream).iter().map(event).collect()
}

fn without_padding(event: &Event) -> (String, Value) {
    match event {
        Event::Known(name, value) => ((*name).to_owned(), value.clone()),
        Event::Json(name, payload) => (name.clone(), drop_padding(serde_json::from_str(payload).unwrap())),
    }
}
