//! The kinds of media and their formats, by name, media type and first bytes.

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Image,
    Document,
    Video,
    Audio,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Document => "document",
            Self::Video => "video",
            Self::Audio => "audio",
        }
    }
}

/// The kind and format of the bytes, by the beginning of their base64.
pub(super) fn sniff(data: &str) -> Option<(Kind, &'static str)> {
    let magic = MAGIC.iter().find(|(start, at_12, ..)| {
        data.starts_with(start) && data.get(12..).is_some_and(|rest| rest.starts_with(at_12))
    });
    magic.map(|(_, _, kind, format)| (*kind, *format))
}

pub(super) fn by_mime(mime: &str, wanted: Kind) -> Option<(Kind, &'static str)> {
    let (main, name) = mime.split_once('/')?;
    let kinds = [Kind::Image, Kind::Video, Kind::Audio];
    // `application/mp4` is what the caller says.
    let kind = kinds.into_iter().find(|kind| main.eq_ignore_ascii_case(kind.name())).unwrap_or(wanted);
    format(name, kind)
}

/// Bedrock's name of a format: of the kind that is wanted if there is such a one, else of any.
pub(super) fn format(name: &str, wanted: Kind) -> Option<(Kind, &'static str)> {
    let mut found = None;
    for (kind, formats) in FORMATS {
        for names in formats.split(',') {
            let is_such = names.split(' ').any(|known| known.eq_ignore_ascii_case(name));
            if is_such && found.is_none_or(|(known, _)| known != wanted && kind == wanted) {
                found = Some((kind, names.split(' ').next()?));
            }
        }
    }
    found
}

/// The base64 of a file's beginning and from its 13th letter on.
const MAGIC: [(&str, &str, Kind, &str); 6] = [
    ("iVBORw0KGg", "", Kind::Image, "png"),
    ("/9j/", "", Kind::Image, "jpeg"),
    ("R0lGOD", "", Kind::Image, "gif"),
    ("UklGR", "RUJQ", Kind::Image, "webp"),
    ("UklGR", "QVZF", Kind::Audio, "wav"),
    ("JVBERi", "", Kind::Document, "pdf"),
];

/// Bedrock's formats, each with its other names in media types and file names.
const FORMATS: [(Kind, &str); 4] = [
    (Kind::Image, "png,jpeg jpg pjpeg,gif,webp"),
    (
        Kind::Document,
        "pdf x-pdf,csv,doc msword,docx vnd.openxmlformats-officedocument.wordprocessingml.document,xls \
         vnd.ms-excel,xlsx vnd.openxmlformats-officedocument.spreadsheetml.sheet,html htm xhtml+xml,txt plain \
         text,md markdown x-markdown",
    ),
    (Kind::Video, "mp4 m4v,mov quicktime,mkv x-matroska,webm,flv x-flv,mpeg,mpg,wmv x-ms-wmv,three_gp 3gp 3gpp"),
    (
        Kind::Audio,
        "mp3 mpeg,wav x-wav wave vnd.wave,opus,aac,flac x-flac,mp4,ogg,mkv x-matroska,mka,x-aac,m4a \
         x-m4a,mpeg,mpga,pcm l16 pcm16,webm",
    ),
];
