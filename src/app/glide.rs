//! How do nodes get to places that are known at once?
//!
//! Another mode or an undone step would make every node jump, and nobody could follow. For less
//! than half a second they glide there instead, fast first and slowly at the end.

use std::sync::Arc;
use std::time::{Duration, Instant};

use glam::Vec2;

/// How long it takes.
const GLIDE: Duration = Duration::from_millis(400);

/// Nodes on their way.
#[derive(Debug)]
pub struct Glide {
    from: Arc<[Vec2]>,
    to: Arc<[Vec2]>,
    started: Instant,
}

impl Glide {
    /// From one picture to another, `[node]`; none if they are the same, or if a node had no place
    /// to start from.
    #[must_use]
    pub fn new(from: &Arc<[Vec2]>, to: &Arc<[Vec2]>) -> Option<Self> {
        let is_known = from.len() == to.len() && from.iter().all(|place| place.is_finite());
        (is_known && from != to).then(|| Self {
            from: from.clone(),
            to: to.clone(),
            started: Instant::now(),
        })
    }

    /// Whether they have arrived.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.started.elapsed() >= GLIDE
    }

    /// Where they are now, `[node]`.
    #[must_use]
    pub fn positions(&self) -> Arc<[Vec2]> {
        let share = self.started.elapsed().as_secs_f32() / GLIDE.as_secs_f32();
        between(&self.from, &self.to, share)
    }
}

/// Places a share of the time after leaving, eased out by the cube of what is left.
fn between(from: &Arc<[Vec2]>, to: &Arc<[Vec2]>, share: f32) -> Arc<[Vec2]> {
    if share >= 1.0 {
        return to.clone();
    }
    let left = (1.0 - share).powi(3);
    let pairs = from.iter().zip(to.iter());
    pairs.map(|(from, to)| to.lerp(*from, left)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_leave_where_they_were_and_arrive_exactly() {
        let from: Arc<[Vec2]> = [Vec2::ZERO, Vec2::ONE].into();
        let to: Arc<[Vec2]> = [Vec2::new(0.1, 8.0), Vec2::ONE].into();
        assert_eq!(between(&from, &to, 0.0), from);
        assert_eq!(between(&from, &to, 1.0), to);
        let way = [0.2, 0.5, 0.9].map(|share| between(&from, &to, share)[0].y);
        assert!(way.is_sorted() && way[0] > 1.6, "fast first: {way:?}");
        assert_eq!(between(&from, &to, 0.5)[1], Vec2::ONE);
    }

    #[test]
    fn nothing_glides_from_nowhere() {
        let to: Arc<[Vec2]> = [Vec2::ONE].into();
        assert!(Glide::new(&[Vec2::NAN].into(), &to).is_none());
        assert!(Glide::new(&Arc::from([]), &to).is_none());
        assert!(Glide::new(&to, &to).is_none());
        assert!(Glide::new(&[Vec2::ZERO].into(), &to).is_some());
    }
}
