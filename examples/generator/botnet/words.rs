//! What are servers called?

use super::super::random::Random;

/// A made-up word of two or three syllables.
pub fn word(random: &mut Random) -> String {
    const SYLLABLES: [&str; 16] = [
        "ka", "lo", "mi", "ne", "ra", "so", "ti", "vu", "be", "da", "fo", "gi", "ha", "ju", "pe",
        "zo",
    ];
    let count = random.between(2, 3);
    (0..count).map(|_| *random.pick(&SYLLABLES)).collect()
}

/// The name of web site number `index`.
pub fn site_name(index: usize) -> String {
    const KINDS: [&str; 8] = [
        "news", "shop", "mail", "video", "bank", "maps", "wiki", "games",
    ];
    format!(
        "www.{}{}.example",
        KINDS[index % KINDS.len()],
        index / KINDS.len()
    )
}
