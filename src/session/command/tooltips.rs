//! What does each action do, in a sentence?

use super::Command;
use crate::session::{ColorBy, Reach, SizeBy};

/// What a colouring shows, in a sentence without a period.
fn color_about(color_by: ColorBy) -> &'static str {
    match color_by {
        ColorBy::Application => "What carries most bytes: TLS, DNS, SSH …",
        ColorBy::Transport => "What carries most bytes: TCP, UDP, ICMP …",
        ColorBy::Direction => "Whether most bytes go from client to server, or back",
        ColorBy::Component => "Which nodes reach each other over visible edges",
        ColorBy::Community => "Which nodes talk more with each other than with others",
        ColorBy::FirstSeen => "When a node or an edge appears in the capture, whatever is visible",
        ColorBy::Column(column) => column.about(),
    }
}

/// What a size shows, in a sentence without a period.
fn size_about(size_by: SizeBy) -> &'static str {
    match size_by {
        SizeBy::Degree => "Number of distinct neighbours over visible edges",
        SizeBy::Bytes => "Bytes sent and received",
        SizeBy::Packets => "Packets sent and received",
        SizeBy::Flows => "Flows at the node",
        SizeBy::PageRank => "How often a walk along the bytes comes by",
        SizeBy::Betweenness => "How many shortest paths lead through; sampled in large graphs",
    }
}

impl Command {
    /// What it does, in a sentence without a period.
    #[must_use]
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::OpenDialog => "Choose one or more captures to read",
            Self::Open(_) => "Read these captures",
            Self::OpenSample(sample) => sample.story(),
            Self::CancelReading => "Stop reading and keep what was read",
            Self::Close => "Close the capture and go back to the start",
            Self::Quit => "Leave Flowloom",
            Self::Toggle(_) => "Filter these flows out, or back in",
            Self::Solo(_) => "Filter out everything else; again brings all back",
            Self::ShowAll => "Filter nothing out: neither by text nor by brushes",
            Self::Filter(_) | Self::FocusFilter | Self::FilterFocused => {
                "Show only flows that pass a text such as tcp.port in {80, 443} && !(dns)"
            }
            Self::FilterTo(_) | Self::FilterToSelection => {
                "Show only these flows, among those that pass the filter"
            }
            Self::Exclude(_) | Self::ExcludeSelection => "Leave these flows out",
            Self::Window(_) => "Show only flows that begin in this time",
            Self::Compare(_) | Self::CompareBefore => {
                "Show the flows of both windows, coloured by what changed in bytes per second"
            }
            Self::Fade(_) => {
                "The longer before the window's end an edge was seen last, the fainter it is"
            }
            Self::Trend(..) | Self::TrendOfHighlight | Self::TrendOfFilter => {
                "A line on the time bar over all flows that pass its own filter, visible or not"
            }
            Self::Sequence(_) => "Show only flows that the brushes select",
            Self::Axes(_) => "Choose which columns are parallel axes, and their order",
            Self::Scatter(_) => "Choose which two columns the scatter shows",
            Self::Matrix(_) => "Choose what rows and cells of the matrix are",
            Self::Select(_) | Self::SelectAlso(_) | Self::SelectNodes(_) | Self::SelectItems(_) => {
                "Highlight in every view"
            }
            Self::FilterWithinSelection => {
                "Show only flows with both ends highlighted, among those that pass the filter"
            }
            Self::Reach(Reach::Hops(_)) => "Highlight the neighbours too, over visible edges",
            Self::Reach(Reach::Others) => "Highlight every other visible node",
            Self::Reach(Reach::Component) => "Highlight all nodes that visible edges lead to",
            Self::Reach(Reach::OtherEnds) => "Highlight the neighbours instead",
            Self::Reach(Reach::ShortestPaths) => {
                "Highlight the edges of all paths with the fewest hops; needs two nodes"
            }
            Self::Reach(Reach::EarliestPath) => {
                "Highlight a path whose hops follow each other in time; needs two nodes"
            }
            Self::SelectRange(..) => "Highlight the visible nodes in this range",
            Self::ShowItems(..) => "Highlight it and move the view there",
            Self::ToggleFind => "Find an address, a network, a name or a port, and go there",
            Self::ClearSelection => "Highlight nothing",
            Self::ColorBy(color_by) => color_about(*color_by),
            Self::SizeBy(size_by) => size_about(*size_by),
            Self::SizeLog(_) => "Diameter grows with the logarithm, or area with the value",
            Self::GroupBy(_) => "Choose what a node is",
            Self::Groups(by) if by.is_empty() => "Show every host on its own",
            Self::Groups(_) => "Nodes that have it in common are one node, which can be opened",
            Self::Fold(_) => {
                "Hosts that never answered, and those with one neighbour, are one node at each hub"
            }
            Self::OpenGroup(_) => "Show the nodes inside",
            Self::CloseGroup(_) => "Show one node in place of those inside",
            Self::OpenGroups(_) => "Groups inside of groups too",
            Self::ShowNonIp(_) => "ARP, LLDP, spanning tree and other frames between MAC addresses",
            Self::TwoStrands(_) => {
                "A taper runs from client to server; two strands show each direction's bytes"
            }
            Self::Labels(_) => "Names and addresses beside the most important nodes",
            Self::Look(_) | Self::EndGesture => "Move the camera",
            Self::GiveUpGesture => "Take back what a drag has done so far",
            Self::Fit => "Show the whole graph",
            Self::ZoomIn => "Zoom in on the centre",
            Self::ZoomOut => "Zoom out from the centre",
            Self::ToggleLayout => "Let the nodes move, or hold them still",
            Self::RestartLayout => "Start again from another seed",
            Self::Seed(_) => "Choose one of many equally good layouts",
            Self::LayoutMode(mode) => mode.about(),
            Self::LayOutVisible => {
                "Give what is visible the room of what is not, starting from where it is"
            }
            Self::Pin(..) => "Hold the node where it is",
            Self::PinNodes(_) => "Hold the nodes where they are",
            Self::Unpin(_) | Self::UnpinAll => "Let the layout move it again",
            Self::SaveSession | Self::SaveSessionAs => {
                "Filter, highlight, view, places and notes, with the names of the captures"
            }
            Self::Note(..) => "Text kept with the session",
            Self::GoTo(_) => "Go back or forth to this step",
            Self::Undo => "Take the last step back",
            Self::Redo => "Do the undone step again",
            Self::ToggleExport => "Save what is on screen as PNG or SVG",
            Self::TogglePalette => "Find any command by name",
            Self::ToggleShortcuts => "All keys on one sheet",
            Self::ToggleAbout => "Version, licence and graphics adapter",
            Self::ToggleTheme => "Switch between the light and the dark canvas",
            Self::TogglePanels => "Give the whole window to the graph",
            Self::ResetPanels => "Put all panels back where they were at first",
            Self::ToggleFullScreen => "Fill the screen",
            Self::ToggleReduceMotion => "Jump instead of gliding when the camera moves by itself",
            Self::ToggleLocalTime => {
                "How times are shown; filters, scripts and copied tables stay in UTC"
            }
            Self::NodeBudget(_) => {
                "Captures with more hosts are folded, or grouped, when they are opened"
            }
            Self::DismissMessage => "Take the message away",
            Self::Escape => "Close what is open, else clear the highlight",
        }
    }
}
