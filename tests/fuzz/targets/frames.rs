//! Bytes as they come, read as an eventstream. After the two bytes that choose how they are cut and who reads them,
//! nearly all is refused at its first checksum, which must be refused everywhere alike.
#![no_main]

use bedrock_fuzz::fixtures;
use bedrock_fuzz::frames;

bedrock_fuzz::bytes_target!(check, seeds: seeds);

fn check(bytes: &[u8]) {
    if let Some(([cuts, reader], stream)) = bytes.split_first_chunk() {
        frames::check(stream, *cuts, *reader);
    }
}

fn seeds() -> Vec<Vec<u8>> {
    let streams = fixtures::folder("recorded-streams").into_iter().chain(fixtures::folder("eventstream/hostile"));
    let choices: [&[u8]; 4] = [&[0, 0], &[1, 1], &[7, 0x80], &[90, 0x87]];
    streams.zip(choices.into_iter().cycle()).map(|(stream, choices)| [choices, &stream].concat()).collect()
}
