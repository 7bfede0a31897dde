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

/// What the bytes are, by what their base64 begins with.
pub(super) fn sniff(data: &str) -> Option<(Kind, &'static str)> {
    let magic = MAGIC.iter().find(|(start, at_12, ..)| {
        data.starts_with(start) && data.get(12..).is_some_and(|rest| rest.starts_with(at_12))
    });
    magic.map(|(_, _, kind, format)| (*kind, *format))
}

pub(super) fn by_mime(mime: &str, wanted: Kind) -> Option<(Kind, &'static str)> {
    let (main, name) = mime.split_once('/')?;
    let kinds = [Kind::Image, Kind::Video, Kind::Audio];
    let kind = kinds.into_iter().find(|kind| main.eq_ignore_ascii_case(kind.name()));
    format(name, kind.unwrap_or(if main == "application" || main == "text" { Kind::Document } else { wanted }))
}

/// Bedrock's name of a format: of the kind that is wanted if there is such a one, else of any.
pub(super) fn format(name: &str, wanted: Kind) -> Option<(Kind, &'static str)> {
    let is_such = |row: &&(Kind, &str, &str)| {
        name.eq_ignore_ascii_case(row.1)
            || row.2.split(' ').any(|alias| !alias.is_empty() && name.eq_ignore_ascii_case(alias))
    };
    let mut of_wanted = FORMATS.iter().filter(|row| row.0 == wanted);
    let row = of_wanted.find(is_such).or_else(|| FORMATS.iter().find(is_such));
    row.map(|row| (row.0, row.1))
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

/// Bedrock's formats, with what else they are called in media types and file names.
const FORMATS: [(Kind, &str, &str); 37] = [
    (Kind::Image, "png", ""),
    (Kind::Image, "jpeg", "jpg pjpeg"),
    (Kind::Image, "gif", ""),
    (Kind::Image, "webp", ""),
    (Kind::Document, "pdf", "x-pdf"),
    (Kind::Document, "csv", ""),
    (Kind::Document, "doc", "msword"),
    (Kind::Document, "docx", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (Kind::Document, "xls", "vnd.ms-excel"),
    (Kind::Document, "xlsx", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (Kind::Document, "html", "htm xhtml+xml"),
    (Kind::Document, "txt", "plain text"),
    (Kind::Document, "md", "markdown x-markdown"),
    (Kind::Video, "mp4", "m4v"),
    (Kind::Video, "mov", "quicktime"),
    (Kind::Video, "mkv", "x-matroska"),
    (Kind::Video, "webm", ""),
    (Kind::Video, "flv", "x-flv"),
    (Kind::Video, "mpeg", ""),
    (Kind::Video, "mpg", ""),
    (Kind::Video, "wmv", "x-ms-wmv"),
    (Kind::Video, "three_gp", "3gp 3gpp"),
    (Kind::Audio, "mp3", "mpeg"),
    (Kind::Audio, "wav", "x-wav wave vnd.wave"),
    (Kind::Audio, "opus", ""),
    (Kind::Audio, "aac", ""),
    (Kind::Audio, "flac", "x-flac"),
    (Kind::Audio, "mp4", ""),
    (Kind::Audio, "ogg", ""),
    (Kind::Audio, "mkv", "x-matroska"),
    (Kind::Audio, "mka", ""),
    (Kind::Audio, "x-aac", ""),
    (Kind::Audio, "m4a", "x-m4a"),
    (Kind::Audio, "mpeg", ""),
    (Kind::Audio, "mpga", ""),
    (Kind::Audio, "pcm", "l16 pcm16"),
    (Kind::Audio, "webm", ""),
];
