//! Fetching a file from the web: within limits of size and time, interruptible, with the server's
//! answer told when it is no.

use crate::error::{Error, Result};

/// What is at an `http://` or `https://` address.
#[cfg(feature = "http")]
pub(super) fn fetch(address: &str) -> Result<Vec<u8>> {
    client::fetch(address)
}

/// Without the crate's feature `http`: how to go on.
#[cfg(not(feature = "http"))]
pub(super) fn fetch(address: &str) -> Result<Vec<u8>> {
    let advice = " Download the file first and read it from disk.";
    Err(failed(address, "this build has no `http` feature".to_owned(), advice))
}

/// The address as it may be printed: without user name and password.
pub(super) fn without_password(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else { return address.to_owned() };
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    match host.rsplit_once('@') {
        Some((_, host)) => format!("{scheme}://{host}{path}"),
        None => address.to_owned(),
    }
}

fn failed(address: &str, reason: String, advice: &str) -> Error {
    Error::Download { address: without_password(address), reason, advice: advice.to_owned() }
}

#[cfg(feature = "http")]
mod client {
    use std::io::Read;
    use std::time::Duration;

    use super::failed;
    use crate::error::Result;
    use crate::runtime::check_interrupt;

    const CONNECT_WITHIN: Duration = Duration::from_secs(20);
    /// The longest silence of a server.
    const ANSWER_WITHIN: Duration = Duration::from_secs(60);
    /// More than this belongs into a file first.
    const LARGEST: u64 = 2 << 30;
    const AT_ONCE: usize = 1 << 18;

    pub(super) fn fetch(address: &str) -> Result<Vec<u8>> {
        check_interrupt()?;
        let agent = ureq::Agent::new_with_config(
            ureq::Agent::config_builder()
                .timeout_connect(Some(CONNECT_WITHIN))
                .timeout_recv_response(Some(ANSWER_WITHIN))
                .timeout_per_read(Some(ANSWER_WITHIN))
                .http_status_as_error(false)
                .user_agent(concat!("ferrolab/", env!("CARGO_PKG_VERSION")))
                .build(),
        );
        let response = agent
            .get(address)
            .call()
            .map_err(|error| failed(address, error.to_string(), " Check the address and the connection."))?;
        let status = response.status();
        if !status.is_success() {
            let name = status.canonical_reason().unwrap_or_default();
            let reason = format!("the server answered {} {name}", status.as_u16());
            return Err(failed(address, reason.trim_end().to_owned(), advice(status.as_u16())));
        }
        let body = response.into_body();
        if body.mime_type() == Some("text/html") {
            let advice = " Look for the address of the file itself (on GitHub: \"Raw\").";
            return Err(failed(address, "the answer is a web page, not a data file".to_owned(), advice));
        }
        if body.content_length().is_some_and(|length| length > LARGEST) {
            return Err(too_large(address));
        }
        let length = body.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        receive(address, body.into_reader(), length)
    }

    fn receive(address: &str, mut reader: impl Read, expected: usize) -> Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(expected);
        let mut part = vec![0; AT_ONCE];
        loop {
            check_interrupt()?;
            let read = reader.read(&mut part).map_err(|error| {
                let reason = format!("the connection broke after {} bytes: {error}", bytes.len());
                failed(address, reason, " Try again.")
            })?;
            if read == 0 {
                return Ok(bytes);
            }
            bytes.extend_from_slice(&part[..read]);
            if bytes.len() as u64 > LARGEST {
                return Err(too_large(address));
            }
        }
    }

    fn too_large(address: &str) -> crate::Error {
        failed(
            address,
            "the file is larger than 2 GiB".to_owned(),
            " Download it first and read it from disk.",
        )
    }

    fn advice(status: u16) -> &'static str {
        match status {
            401 | 403 => {
                " It wants a login or refuses automatic downloads: download the file with a browser."
            }
            404 | 410 => " Check the address.",
            429 => " Too many requests: wait a moment.",
            500.. => " The fault is the server's: try again later.",
            _ => "",
        }
    }
}
