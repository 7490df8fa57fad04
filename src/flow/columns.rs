//! How do rows become columns?
//!
//! A [`ColumnsBuilder`] has one growing vector a column; finishing moves them into Arrow's buffers
//! without a copy.

use super::Columns;

/// Declares the builder with the columns of [`Columns`].
macro_rules! columns {
    ($($name:ident: $type:ty,)*) => {
        /// Columns that still grow, all of the same length.
        #[derive(Debug, Default)]
        pub(super) struct ColumnsBuilder {
            $(pub $name: Vec<$type>,)*
        }

        impl ColumnsBuilder {
            /// Room for this many rows.
            pub fn with_capacity(rows: usize) -> Self {
                Self { $($name: Vec::with_capacity(rows),)* }
            }

            /// The finished columns.
            pub fn finish(self) -> Columns {
                Columns { $($name: self.$name.into(),)* }
            }
        }
    };
}

columns! {
    client: u32,
    server: u32,
    client_mac: u32,
    server_mac: u32,
    client_port: u16,
    server_port: u16,
    protocol: u16,
    application: u8,
    evidence: u8,
    name: u32,
    vlan: u16,
    tunnel: u8,
    client_flags: u8,
    server_flags: u8,
    direction_reason: u8,
    direction_confidence: u8,
    client_bytes: u64,
    server_bytes: u64,
    client_packets: u32,
    server_packets: u32,
    client_first: i64,
    client_last: i64,
    server_first: i64,
    server_last: i64,
}
