//! Bytes with right checksums around them, so that what is read is the headers and the payload of frames.
#![no_main]

use bedrock_fuzz::fixtures;
use bedrock_fuzz::frames;

bedrock_fuzz::bytes_target!(check, seeds: seeds);

fn check(bytes: &[u8]) {
    if let Some(([cuts, reader], stream)) = bytes.split_first_chunk() {
        let mut stream = stream.to_vec();
        frames::repair(&mut stream);
        frames::check(&stream, *cuts, *reader);
    }
}

/// The first frames of each recording, and the published hostile ones. Whole recordings would be changed in their text
/// alone.
fn seeds() -> Vec<Vec<u8>> {
    let beginnings = fixtures::folder("recorded-streams").into_iter().map(|mut stream| {
        stream.truncate(1500);
        stream
    });
    let streams: Vec<_> = beginnings.chain(fixtures::folder("eventstream/hostile")).collect();
    let choices: [&[u8]; 5] = [&[0, 0], &[1, 1], &[7, 0x80], &[90, 0x87], &[13, 0x92]];
    let with = |stream: &Vec<u8>| choices.map(|choices| [choices, stream].concat());
    streams.iter().flat_map(with).collect()
}
