//! What a file was, to the last bit.

use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::error::InputError;
use crate::read::file;

/// SHA-256 of a file, in hex.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn sha256(path: &Path) -> Result<String, InputError> {
    let mut file = file::open(path)?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        let read = file.read(&mut buffer).map_err(|cause| file::unreadable(path, &cause))?;
        if read == 0 {
            return Ok(digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect());
        }
        digest.update(&buffer[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_sum_that_the_standard_gives() {
        let path = std::env::temp_dir().join(format!("covgap-hash-{}", std::process::id()));
        std::fs::write(&path, "abc").unwrap();
        let sum = sha256(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        // FIPS 180-2, appendix B.1.
        assert_eq!(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
