//! Compressed input, known by its first bytes whatever its name, and decompressed as it is read.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

const GZIP: [u8; 2] = [0x1f, 0x8b];
const ZSTD: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// Compressed bytes that are read at once.
const BUFFER: usize = 64 << 10;
/// The most that a zstd decoder must look back, in bytes: what RFC 8878 asks decoders to support, and what
/// levels up to 19 need.
const WINDOW: u64 = 8 << 20;

/// An input as it is to be read.
pub struct Input {
    pub reader: Box<dyn Read + Send>,
    /// Whether what is read is not what the file holds.
    pub compressed: bool,
}

/// Whether bytes begin as compressed ones do.
#[cfg(feature = "store")]
pub fn is_compressed(bytes: &[u8]) -> bool {
    bytes.starts_with(&GZIP) || bytes.starts_with(&ZSTD)
}

/// Looks at the first bytes of an input and puts the decompressor before it that it needs.
pub fn expand(mut input: Box<dyn Read + Send>) -> io::Result<Input> {
    let mut magic = Vec::with_capacity(ZSTD.len());
    input
        .by_ref()
        .take(ZSTD.len() as u64)
        .read_to_end(&mut magic)?;
    let (gzip, zstd) = (magic.starts_with(&GZIP), magic.starts_with(&ZSTD));
    let whole = Cursor::new(magic).chain(input);
    let reader: Box<dyn Read + Send> = match (gzip, zstd) {
        (true, _) => Box::new(Expanded {
            reader: MultiGzDecoder::new(BufReader::with_capacity(BUFFER, whole)),
            format: "gzip",
            bytes: 0,
        }),
        (_, true) => Box::new(Expanded {
            reader: Frames::new(BufReader::with_capacity(BUFFER, whole)),
            format: "zstd",
            bytes: 0,
        }),
        _ => Box::new(whole),
    };
    Ok(Input {
        reader,
        compressed: gzip || zstd,
    })
}

/// A decompressor that says how far it came.
struct Expanded<R> {
    reader: R,
    format: &'static str,
    /// Decompressed so far.
    bytes: u64,
}

impl<R: Read> Read for Expanded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer).map_err(|why| {
            let fault = match why.kind() {
                ErrorKind::UnexpectedEof => "ends early".to_owned(),
                _ => format!("is damaged ({why})"),
            };
            io::Error::new(
                why.kind(),
                format!(
                    "the {} data {fault}, after {} bytes of what is in it: get the file again",
                    self.format, self.bytes
                ),
            )
        })?;
        self.bytes += read as u64;
        Ok(read)
    }
}

/// The frames of a zstd file, one behind the other.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(WINDOW);
        Self {
            source,
            decoder,
            within: false,
        }
    }

    /// Goes to the next frame with something in it; false at the end.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.within = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let mut skipped = self.source.by_ref().take(u64::from(length));
                    if io::copy(&mut skipped, &mut io::sink())? < u64::from(length) {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(why) => return Err(self.fault(why)),
            }
        }
        Ok(false)
    }

    /// What does not decode where nothing is left ends early.
    fn fault(&mut self, why: FrameDecoderError) -> io::Error {
        if let FrameDecoderError::WindowSizeTooBig { requested, .. } = why {
            let mebibytes = requested.div_ceil(1 << 20);
            let why = format!(
                "it was compressed with a window of {mebibytes} MiB, and {} MiB is the most: \
                 compress it with level 19 or less and without --long",
                WINDOW >> 20
            );
            return io::Error::new(ErrorKind::Unsupported, why);
        }
        match self.source.fill_buf() {
            Ok([]) => ErrorKind::UnexpectedEof.into(),
            Ok(_) => io::Error::new(ErrorKind::InvalidData, why),
            Err(why) => why,
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        while self.within || self.begin()? {
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = ruzstd::decoding::BlockDecodingStrategy::UptoBlocks(1);
                if let Err(why) = self.decoder.decode_blocks(&mut self.source, one) {
                    return Err(self.fault(why));
                }
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            let stated = self.decoder.get_checksum_from_data();
            if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                let why = "its checksum does not fit";
                return Err(io::Error::new(ErrorKind::InvalidData, why));
            }
            self.within = false;
        }
        Ok(0)
    }
}
