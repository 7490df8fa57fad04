//! How is every command written, and what does it do?
//!
//! The text that `flowloom render --help` and the manual print; a test holds that each form is read.

/// How every command is written, and what it does, in the order in which they are listed.
pub const FORMS: [(&str, &str); 56] = [
    (
        "filter FILTER",
        "show only flows that pass; without a text, all",
    ),
    (
        "show-only ITEM | highlight | within-highlight",
        "add to the filter that flows must be of this",
    ),
    (
        "leave-out ITEM | highlight",
        "add to the filter that flows must not be of this",
    ),
    (
        "toggle COLOUR",
        "filter the flows of one colour out, or back in",
    ),
    (
        "solo COLOUR",
        "filter out all colours but this one, or bring all back",
    ),
    (
        "window TIME .. TIME | all",
        "show only flows that begin in this time",
    ),
    (
        "compare TIME .. TIME | off, compare-before",
        "with this window, or the one before; colours say what changed",
    ),
    (
        "fade on | off",
        "whether edges seen last long ago are fainter",
    ),
    (
        "trend COLOUR \"NAME\" FILTER | COLOUR off, trend-of-highlight, trend-of-filter",
        "a line on the time bar: lime, azure, violet, green, rose",
    ),
    (
        "sequence JOIN FILTER ; … | none",
        "brushes; JOIN is and, or, xor, not",
    ),
    (
        "axes AXIS[:inverted][:log | :linear] …",
        "the parallel axes, left to right, as in source destination-port bytes:linear",
    ),
    (
        "scatter COLUMN[:log | :linear] COLUMN[:log | :linear]",
        "the columns of the scatter, across and up, as in bytes duration:linear",
    ),
    (
        "matrix [hosts | subnets] [by-address | by-activity] [bytes | packets | flows] \
         [only-visible]",
        "what rows and cells of the matrix are",
    ),
    ("show-all", "neither filter nor brushes"),
    (
        "select ITEM",
        "highlight this and nothing else; again clears",
    ),
    ("select-also ITEM", "highlight this too, or no longer"),
    ("select-nodes ADDRESS …", "highlight these nodes"),
    ("select-items ITEM …", "highlight these and nothing else"),
    (
        "select-range MEASURE LEAST MOST | most",
        "highlight nodes by degree, bytes, packets or flows",
    ),
    (
        "expand HOPS, expand-component, other-ends, invert-selection",
        "from the highlight, over visible edges",
    ),
    (
        "shortest-paths, earliest-path",
        "between two highlighted nodes; in order of time",
    ),
    (
        "show-items X Y POINTS | all ITEM …",
        "highlight these and look there",
    ),
    ("clear-selection", "highlight nothing"),
    (
        "color-by application | transport | direction | component | community | first-seen | AXIS",
        "what the colours mean",
    ),
    (
        "size-by degree | bytes | packets | flows | pagerank | betweenness",
        "what a node is large by",
    ),
    (
        "size-log on | off",
        "whether size grows with the logarithm of that",
    ),
    ("group-by host | mac", "what a node is"),
    (
        "group LEVEL … | none",
        "nodes in groups; LEVEL is subnet/16, prefixes:10.0.0.0/8,…, scope, degree, or as colours",
    ),
    (
        "fold on | off",
        "one node for hosts that never answered, and for leaves, at each hub",
    ),
    (
        "begin-grouped NODES",
        "above so many nodes a capture begins grouped; 0 is never",
    ),
    (
        "open-group ADDRESS LEVEL, open-groups",
        "show what is inside; LEVEL 0 is the outermost",
    ),
    (
        "close-group ADDRESS LEVEL, close-groups",
        "one node in place of what is inside",
    ),
    (
        "non-ip on | off",
        "whether flows without IP are in the graph",
    ),
    (
        "two-strands on | off",
        "whether direction is two strands instead of a taper",
    ),
    ("labels on | off", "whether labels are drawn"),
    (
        "look X Y POINTS | all",
        "centre of the view and points per unit",
    ),
    ("fit, zoom-in, zoom-out", "the whole graph; nearer; farther"),
    ("pin host ADDRESS X Y", "hold a node at a place"),
    ("pin-nodes ADDRESS X Y …", "hold nodes at places"),
    ("unpin host ADDRESS", "let a node go"),
    ("unpin-all", "let all nodes go"),
    ("lay-out-anew", "another of many equally good layouts"),
    ("seed NUMBER", "the layout of this seed"),
    (
        "lay-out-visible",
        "lay out only what is visible, from where it is",
    ),
    (
        "layout-mode force | addresses | concentric | bipartite | circular",
        "what places stand for; concentric is around the highlight",
    ),
    ("hold-layout", "hold the nodes still, or let them move"),
    (
        "note ITEM | time TIME .. TIME \"TEXT\"",
        "write a note; an empty text takes it away",
    ),
    ("undo, redo", "one step back; the undone step again"),
    (
        "go-to STEP",
        "the state after so many steps; 0 is the beginning",
    ),
    (
        "end-gesture, give-up-gesture",
        "the next drag is a step of its own; as if it had not begun",
    ),
    ("open FILE …", "captures, or a session"),
    ("open-sample botnet | office", "a bundled capture"),
    (
        "open-dialog, save-session, save-session-as",
        "the window's dialogs",
    ),
    (
        "stop-reading, close, quit",
        "keep what was read; close; end",
    ),
    (
        "show-export, show-palette, show-shortcuts, show-about, show-panels, reset-panels, \
         change-theme, full-screen, reduce-motion, \
         local-time",
        "what is open in the window, or no longer",
    ),
    (
        "type-filter, escape, dismiss-message",
        "as the keys / and Esc",
    ),
];
