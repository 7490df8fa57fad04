//! The office sample, read once.

use std::sync::{Arc, OnceLock};

use flowloom::files::sample_input;
use flowloom::flow::{ReadOptions, Traffic, Wish, read};
use flowloom::session::Sample;

pub fn office() -> Arc<Traffic> {
    static OFFICE: OnceLock<Arc<Traffic>> = OnceLock::new();
    let traffic = OFFICE.get_or_init(|| {
        let inputs = vec![sample_input(Sample::Office)];
        let traffic = read(inputs, &ReadOptions::default(), None, &mut |_, _| {
            Wish::GoOn
        });
        Arc::new(traffic.expect("the bundled sample is readable"))
    });
    traffic.clone()
}
