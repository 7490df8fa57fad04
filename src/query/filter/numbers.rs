//! Which number does a word stand for?
//!
//! Whole numbers, decimals with a unit, and shares, read exactly: without floating point.

use super::literal::{BadLiteral, bad};
use super::value::SHARE_ONE;

/// A whole number, decimal or hexadecimal.
pub(super) fn number(text: &str, largest: u64) -> Result<u64, BadLiteral> {
    let is_decimal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let hexadecimal = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let parsed = match hexadecimal {
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            u64::from_str_radix(digits, 16).ok()
        }
        None if is_decimal => text.parse().ok(),
        _ => return bad("expected a whole number"),
    };
    match parsed {
        Some(number) if number <= largest => Ok(number),
        _ => bad(format!("this is more than {largest}, the largest possible")),
    }
}

/// A decimal number with a unit, in the smallest unit.
pub(super) fn quantity(
    text: &str,
    units: &[(&str, u64)],
    others: &[(&str, u64)],
    example: &str,
) -> Result<u64, BadLiteral> {
    let text = text.trim();
    let end = text
        .find(|character: char| !(character.is_ascii_digit() || character == '.'))
        .unwrap_or(text.len());
    let (digits, unit) = (&text[..end], text[end..].trim());
    let mut all = units.iter().chain(others);
    let Some(&(_, size)) = all.find(|(name, _)| name.eq_ignore_ascii_case(unit)) else {
        let names: Vec<&str> = units.iter().rev().map(|(name, _)| *name).collect();
        return bad(format!("expected a number and one of {}", names.join(", ")));
    };
    if digits.is_empty() {
        return bad(format!("expected a number and a unit, as in {example}"));
    }
    scaled(digits, size).map_or_else(
        || bad(format!("expected a number and a unit, as in {example}")),
        Ok,
    )
}

/// A decimal number times a unit, if it is a whole number that fits.
pub(super) fn scaled(digits: &str, unit: u64) -> Option<u64> {
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let part = part.trim_end_matches('0');
    let power = 10_u128.checked_pow(u32::try_from(part.len()).ok()?)?;
    let read = |text: &str| match text {
        "" => Some(0),
        digits => digits.parse::<u128>().ok(),
    };
    let number = read(whole)?.checked_mul(power)?.checked_add(read(part)?)?;
    let product = number.checked_mul(u128::from(unit))?;
    let is_whole = product.is_multiple_of(power);
    u64::try_from(product / power).ok().filter(|_| is_whole)
}

/// `0.7` or `70%`, in millionths.
pub(super) fn share(text: &str) -> Result<u32, BadLiteral> {
    let percent = text.strip_suffix('%').map(str::trim);
    let unit = u64::from(SHARE_ONE) / if percent.is_some() { 100 } else { 1 };
    let millionths = scaled(percent.unwrap_or(text), unit);
    match millionths.and_then(|number| u32::try_from(number).ok()) {
        Some(share) if share <= SHARE_ONE => Ok(share),
        _ => bad("expected a share between 0 and 1, or a percentage, as in 0.7 or 70%"),
    }
}
