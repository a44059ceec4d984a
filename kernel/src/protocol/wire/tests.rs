use serde_json::json;

use super::*;

fn message() -> Message {
    let mut message = Message::new("execute_request", "s", &json!({"code": "1 + 1"})).unwrap();
    message.identities = vec![Bytes::from_static(b"client")];
    message.buffers = vec![Bytes::from_static(b"\x00\xff")];
    message.parent_header = Some(Header::new("kernel_info_request", "s"));
    message
}

/// Encodes with a key, changes the frames, decodes with the same key.
fn tampered(change: impl FnOnce(&mut Vec<Bytes>)) -> Result<Message, WireError> {
    let signer = Signer::new("secret");
    let mut frames = encode(&signer, &message()).unwrap();
    change(&mut frames);
    decode(&signer, frames)
}

#[test]
fn what_is_sent_is_received() {
    let signer = Signer::new("secret");
    let sent = message();
    assert_eq!(decode(&signer, encode(&signer, &sent).unwrap()).unwrap(), sent);
    let unsigned = Signer::new("");
    let frames = encode(&unsigned, &sent).unwrap();
    assert_eq!(frames[2], "");
    assert_eq!(decode(&unsigned, frames).unwrap(), sent);
}

#[test]
fn the_signature_is_the_one_that_others_compute() {
    // printf '{}{}{}{}' | openssl dgst -sha256 -hmac secret
    let frames = [(); 4].map(|()| Bytes::from_static(b"{}"));
    assert_eq!(
        Signer::new("secret").sign(&frames),
        "34982f0bfec60e7b933ffde06c1ecab0fba073717a95ab943d1dd06f82c2d5e4"
    );
}

#[test]
fn any_changed_frame_is_noticed_before_it_is_parsed() {
    for frame in 2..7 {
        let outcome = tampered(|frames| frames[frame] = Bytes::from_static(b"not json"));
        assert!(matches!(outcome, Err(WireError::Signature)), "frame {frame}: {outcome:?}");
    }
    let outcome = tampered(|frames| frames[2] = Bytes::new());
    assert!(matches!(outcome, Err(WireError::Signature)));
    // Buffers are not signed: that is the protocol.
    tampered(|frames| frames[7] = Bytes::from_static(b"other")).unwrap();
}

#[test]
fn frame_counts_are_checked() {
    assert!(matches!(tampered(|frames| frames.truncate(6)), Err(WireError::FrameCount { given: 4 })));
    assert!(matches!(tampered(|frames| frames.truncate(2)), Err(WireError::FrameCount { given: 0 })));
    assert!(matches!(tampered(|frames| frames.truncate(1)), Err(WireError::Delimiter { frames: 1 })));
    assert!(matches!(tampered(Vec::clear), Err(WireError::Delimiter { frames: 0 })));
}

#[test]
fn signed_nonsense_names_its_frame() {
    let signer = Signer::new("");
    let mut frames = encode(&signer, &message()).unwrap();
    frames[6] = Bytes::from_static(b"{");
    assert!(matches!(decode(&signer, frames), Err(WireError::Json { frame: Frame::Content, .. })));
}

#[test]
fn fields_of_a_newer_header_survive() {
    let header: Header =
        serde_json::from_str(r#"{"msg_id":"1","msg_type":"execute_request","subshell_id":"a"}"#).unwrap();
    assert_eq!(serde_json::to_value(&header).unwrap()["subshell_id"], "a");
}
