//! Addresses on the network: refused before anybody is asked, unless `--allow-remote` is given; then read.

#![cfg(feature = "gdal")]

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A server of one file on this machine, and how many requests came.
struct Server {
    port: u16,
    asked: Arc<AtomicUsize>,
}

impl Server {
    fn of(file: Vec<u8>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
                let _ = answer(stream, &file);
            }
        });
        Self { port, asked }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

/// Answers one request: the head alone, a range, or all of it.
fn answer(mut stream: TcpStream, file: &[u8]) -> std::io::Result<()> {
    let mut lines = Vec::new();
    for line in BufReader::new(stream.try_clone()?).lines() {
        match line? {
            line if line.is_empty() => break,
            line => lines.push(line.to_lowercase()),
        }
    }
    let range = lines.iter().find_map(|line| line.strip_prefix("range: bytes="));
    let ends = range.and_then(|range| range.split_once('-'));
    let last = file.len() - 1;
    let (status, from, to) = match ends {
        Some((from, to)) => {
            ("206 Partial Content", from.parse().unwrap_or(0), to.parse().unwrap_or(last).min(last))
        }
        None => ("200 OK", 0, last),
    };
    let length = to + 1 - from;
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nContent-Range: bytes {from}-{to}/{}\r\nContent-Type: \
         application/geo+json\r\nConnection: close\r\n\r\n",
        file.len()
    )?;
    if lines.first().is_some_and(|line| line.starts_with("get")) {
        stream.write_all(&file[from..=to])?;
    }
    Ok(())
}

fn good(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/bad/good").join(name).display().to_string()
}

fn assess(villages: &str, out: &Path, more: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_covgap"));
    for name in ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env_remove(name);
    }
    command.args(["assess", "--villages", villages, "--coverage", &good("coverage.geojson")]).args(more);
    command.args(["--only", "villages.csv", "--out"]).arg(out).output().unwrap()
}

#[test]
fn an_address_is_asked_only_when_that_is_allowed() {
    let server = Server::of(fs::read(good("villages.geojson")).unwrap());
    let scratch = tempfile::tempdir().unwrap();
    let here = assess(&good("villages.geojson"), &scratch.path().join("here"), &[]);
    assert!(here.status.success());
    for front in ["/vsicurl/http", "http"] {
        let address = format!("{front}://127.0.0.1:{}/villages.geojson", server.port);
        let before = server.asked();
        let refused = assess(&address, &scratch.path().join("refused"), &[]);
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(1), "{said}");
        assert!(said.contains("hint: fetch the file first, or allow it with --allow-remote"), "{said}");
        assert_eq!(server.asked(), before, "{address} was asked all the same");
        let out = scratch.path().join(front.replace('/', "-"));
        let allowed = assess(&address, &out, &["--allow-remote"]);
        assert!(allowed.status.success(), "{}", String::from_utf8_lossy(&allowed.stderr));
        assert!(server.asked() > before, "nobody asked for {address}");
        let table = |folder: &Path| fs::read(folder.join("villages.csv")).unwrap();
        assert_eq!(table(&out), table(&scratch.path().join("here")));
    }
}

#[test]
fn a_file_that_names_an_address_does_not_make_anybody_ask() {
    let server = Server::of(fs::read(good("villages.geojson")).unwrap());
    let scratch = tempfile::tempdir().unwrap();
    let address = format!("/vsicurl/http://127.0.0.1:{}/villages.geojson", server.port);
    let layer = format!(
        "<OGRVRTDataSource><OGRVRTLayer name=\"villages\"><SrcDataSource>{address}</SrcDataSource></OGRVRTLayer>\
         </OGRVRTDataSource>"
    );
    let file = scratch.path().join("villages.vrt");
    fs::write(&file, layer).unwrap();
    let villages = file.display().to_string();
    let refused = assess(&villages, &scratch.path().join("refused"), &[]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1), "{said}");
    assert!(said.contains("off by default") && said.contains("--allow-remote"), "{said}");
    assert_eq!(server.asked(), 0);
    let allowed = assess(&villages, &scratch.path().join("allowed"), &["--allow-remote"]);
    assert!(allowed.status.success(), "{}", String::from_utf8_lossy(&allowed.stderr));
    assert!(server.asked() > 0);
}

/// GDAL fetches the schema that a file of a feature service names, and leaves a file of its own beside it.
#[test]
fn a_schema_is_not_fetched_and_nothing_is_left_beside_a_file() {
    let server = Server::of(b"<schema/>".to_vec());
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("data");
    fs::create_dir(&folder).unwrap();
    let schema = format!(
        "http://127.0.0.1:{}/wfs?SERVICE=WFS&amp;VERSION=1.1.0&amp;REQUEST=DescribeFeatureType&amp;TYPENAME=v",
        server.port
    );
    let text = fs::read_to_string(good("../reach/sound.gml")).unwrap();
    let names =
        "xmlns:wfs=\"http://www.opengis.net/wfs\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let root = format!("<wfs:FeatureCollection {names} xsi:schemaLocation=\"http://x {schema}\"");
    let gml = text.replacen("<ogr:FeatureCollection", &root, 1);
    let gml = gml.replace("</ogr:FeatureCollection>", "</wfs:FeatureCollection>");
    assert_ne!(gml, text);
    fs::write(folder.join("villages.gml"), gml).unwrap();
    let ran = assess(&folder.join("villages.gml").display().to_string(), &scratch.path().join("out"), &[]);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(server.asked(), 0, "the schema was fetched");
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["villages.gml"]);
    let ran = assess(
        &folder.join("villages.gml").display().to_string(),
        &scratch.path().join("allowed"),
        &["--allow-remote"],
    );
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert!(server.asked() > 0, "nobody asked for the schema where that is allowed");
}
