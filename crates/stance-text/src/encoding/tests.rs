use super::*;

/// Every character of the decoded text maps to bytes that decode to it again.
fn maps_back(bytes: &[u8], decoded: &Decoded<'_>, encode: impl Fn(char) -> Vec<u8>) {
    let mut at = None;
    for (i, c) in decoded.text().char_indices() {
        let range = decoded.source_range(i..i + c.len_utf8());
        assert_eq!(&bytes[range.clone()], encode(c), "{c:?} at {i}");
        assert!(
            at.is_none_or(|at| at == range.start),
            "no byte is left out before {c:?}"
        );
        at = Some(range.end);
    }
    assert_eq!(at.unwrap_or(bytes.len()), bytes.len());
}

#[test]
fn valid_utf8_is_borrowed() {
    let text = "Allies – Verbündete – 同盟";
    let decoded = decode(text.as_bytes(), Some("windows-1252")).expect("text");
    assert!(matches!(decoded.text, Cow::Borrowed(t) if t == text));
    assert_eq!((decoded.encoding(), decoded.malformed()), ("UTF-8", 0));
    assert_eq!(decoded.source_range(4..9), 4..9);
}

#[test]
fn nothing_is_an_empty_text() {
    for bytes in [&b""[..], b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"] {
        assert_eq!(decode(bytes, None).expect("text").text(), "");
    }
}

#[test]
fn utf16_maps_back_with_a_mark_or_without() {
    let text = "The alliance of 同盟 and 𝒜 held. It is not over; the talks went on.";
    for mark in [true, false] {
        for big in [true, false] {
            let unit = |u: u16| {
                if big {
                    u.to_be_bytes()
                } else {
                    u.to_le_bytes()
                }
            };
            let encode = |c: char| -> Vec<u8> {
                c.encode_utf16(&mut [0; 2])
                    .iter()
                    .flat_map(|&u| unit(u))
                    .collect()
            };
            let mut bytes: Vec<u8> = if mark { encode('\u{feff}') } else { Vec::new() };
            bytes.extend(text.chars().flat_map(encode));
            let decoded = decode(&bytes, None).expect("text");
            assert_eq!(decoded.text(), text);
            assert_eq!(
                decoded.encoding(),
                if big { "UTF-16BE" } else { "UTF-16LE" }
            );
            maps_back(&bytes, &decoded, encode);
        }
    }
}

#[test]
fn unpaired_surrogates_and_odd_bytes_are_counted() {
    let decoded = decode(b"\xff\xfea\0\0\xd8b\0c", None).expect("text");
    assert_eq!(decoded.text(), "a\u{fffd}b\u{fffd}");
    assert_eq!(decoded.malformed(), 2);
    assert_eq!(decoded.source_range(1..4), 4..6);
    assert_eq!(decoded.source_range(5..8), 8..9);
}

#[test]
fn broken_utf8_stays_utf8_and_is_counted() {
    let mut bytes = "Verbündete müssen übereinkommen – ".repeat(3).into_bytes();
    bytes.extend(b"and \xe2\x80 then \xff");
    let decoded = decode(&bytes, None).expect("text");
    assert_eq!((decoded.encoding(), decoded.malformed()), ("UTF-8", 2));
    let at = decoded.text().find("then").expect("there");
    let range = decoded.source_range(at..at + 4);
    assert_eq!(&bytes[range], b"then");
}

#[test]
fn binary_input_is_refused_with_its_offset() {
    let error = decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0", None).expect_err("binary");
    assert_eq!(*error.kind(), ErrorKind::Binary { offset: 0 });
    assert!(error.to_string().contains("binary file"));
}

#[cfg(feature = "encodings")]
mod legacy {
    use super::*;
    use encoding_rs::Encoding;

    const SAMPLES: &[(&str, &str)] = &[
        (
            "windows-1252",
            "“The alliance,” she said – the café’s ‘déjà vu’, the rôle – costs €5.",
        ),
        (
            "windows-1251",
            "Россия и союзники подписали соглашение. Это важно.",
        ),
        (
            "ISO-8859-2",
            "Spojenecká smlouva: členové se příští rok sejdou.",
        ),
        (
            "Shift_JIS",
            "日本とアメリカの同盟は重要だ。首相はﾄｳｷｮｳで語った。",
        ),
        ("EUC-JP", "日本とアメリカの同盟は重要だ。"),
        ("EUC-KR", "한미 동맹은 굳건하다. 대통령이 말했다."),
        ("GBK", "两国重申同盟关系。会议在北京举行。"),
        ("gb18030", "两国重申同盟关系。𠀀 is rare; Ā too."),
        ("Big5", "兩國重申同盟關係。會議在台北舉行。"),
    ];

    #[test]
    fn every_hinted_encoding_maps_back_to_its_bytes() {
        for &(label, text) in SAMPLES {
            let encoding = Encoding::for_label(label.as_bytes()).expect("known");
            let text = text.repeat(20);
            let (bytes, _, lost) = encoding.encode(&text);
            assert!(!lost, "{label}");
            let decoded = decode(&bytes, Some(label)).expect("text");
            assert_eq!(
                (decoded.text(), decoded.encoding()),
                (text.as_str(), encoding.name())
            );
            assert_eq!(decoded.malformed(), 0);
            maps_back(&bytes, &decoded, |c| {
                encoding.encode(&c.to_string()).0.into_owned()
            });
        }
    }

    #[test]
    fn an_undeclared_encoding_is_guessed() {
        for &(label, text) in SAMPLES.iter().filter(|(label, _)| !label.starts_with("gb")) {
            let encoding = Encoding::for_label(label.as_bytes()).expect("known");
            let (bytes, _, _) = encoding.encode(text);
            assert_eq!(decode(&bytes, None).expect("text").text(), text, "{label}");
        }
    }

    #[test]
    fn a_page_is_believed_about_its_encoding() {
        let text = "<html><meta charset=windows-1253><p>Η συμμαχία";
        let (bytes, _, _) = encoding_rs::WINDOWS_1253.encode(text);
        assert_eq!(decode(&bytes, None).expect("text").text(), text);
    }

    #[test]
    fn japanese_mail_with_escapes_is_decoded_and_maps_back() {
        let text = "Subject: 同盟 and more. 日米同盟は重要だ。";
        let (bytes, _, lost) = encoding_rs::ISO_2022_JP.encode(text);
        assert!(!lost);
        let decoded = decode(&bytes, None).expect("text");
        assert_eq!((decoded.text(), decoded.encoding()), (text, "ISO-2022-JP"));
        let at = text.find("and").expect("there");
        let range = decoded.source_range(at..at + 3);
        assert_eq!(&bytes[range], b"and");
    }

    #[test]
    fn a_malformed_byte_in_a_multibyte_text_takes_only_its_own_bytes() {
        let mut bytes = encoding_rs::SHIFT_JIS.encode("日本").0.into_owned();
        bytes.extend(b"\x81 ok\xa0 \x81");
        let decoded = decode(&bytes, Some("shift_jis")).expect("text");
        assert_eq!(decoded.text(), "日本\u{fffd} ok\u{fffd} \u{fffd}");
        assert_eq!(decoded.malformed(), 3);
        let at = decoded.text().find("ok").expect("there");
        let range = decoded.source_range(at..at + 2);
        assert_eq!(&bytes[range], b"ok");
        let end = decoded.text().len();
        assert_eq!(
            decoded.source_range(end - 3..end),
            bytes.len() - 1..bytes.len()
        );
    }
}
