//! Ending before the work is done: a signal, or no memory left. Temporary files go, results that
//! are taking their places take them first.

use std::io::{self, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::export::abandon;

static IS_STOPPING: AtomicBool = AtomicBool::new(false);

/// Ends the program, with words and without leftovers.
pub(super) fn stop(words: &str, code: i32) -> ! {
    IS_STOPPING.store(true, Ordering::SeqCst);
    let _quiet = abandon();
    let _ = writeln!(io::stderr().lock(), "{words}");
    std::process::exit(code)
}

/// Never returns when the program is ending on another thread: whatever failed meanwhile failed
/// because of that.
pub(super) fn wait_if_stopping() {
    while IS_STOPPING.load(Ordering::SeqCst) {
        std::thread::park();
    }
}

/// Ends the program in good order when it is told to: 130 after an interrupt from the keyboard,
/// 143 after a request to terminate.
#[cfg(unix)]
pub(super) fn on_signals() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else { return };
    let listen = move || {
        if let Some(signal) = signals.forever().next() {
            let what = if signal == SIGINT { "interrupted" } else { "told to end" };
            stop(
                &format!("\nerror: {what} before the end; files of earlier runs are as they were"),
                128 + signal,
            );
        }
    };
    // without a thread for it a signal ends the program as it always did
    let _ = std::thread::Builder::new().name("signals".into()).spawn(listen);
}

#[cfg(not(unix))]
pub(super) fn on_signals() {}
