//! A quadtree over nodes in Morton order: where is how much mass?
//!
//! Barnes and Hut 1986. Because the points are sorted, a cell is a range of them and the tree
//! is one array in depth-first order in which each cell knows where its subtree ends. The
//! shape is kept for several iterations; masses, centres and boxes are renewed in each.

/// Most points in a cell that is not divided further.
const LEAF_POINTS: usize = 16;

/// One cell: a range of points, their total mass, its centre and their box.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// Centre of mass.
    pub x: f32,
    /// Centre of mass.
    pub y: f32,
    /// Sum of the points' masses.
    pub mass: f32,
    /// Longer side of the points' box, squared.
    pub size_squared: f32,
    /// First point.
    pub start: u32,
    /// One past the last point.
    pub end: u32,
    /// Index of the next cell that is not inside this one.
    pub skip: u32,
}

impl Cell {
    /// True when the cell has no cells inside.
    #[must_use]
    pub fn is_leaf(&self, index: usize) -> bool {
        self.skip as usize == index + 1
    }
}

/// Points in Morton order with the cells over them.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Cells in depth-first order; the first one is the whole.
    pub cells: Vec<Cell>,
    boxes: Vec<[f32; 4]>,
}

impl Tree {
    /// Divides the points by their sorted keys; call [`Tree::refresh`] next.
    pub fn shape(&mut self, sorted_keys: &[u32]) {
        self.cells.clear();
        if !sorted_keys.is_empty() {
            self.divide(sorted_keys, 0, sorted_keys.len(), 32);
        }
        self.boxes.clear();
        self.boxes.resize(self.cells.len(), [0.0; 4]);
    }

    /// Appends the cell of `start..end`, whose keys agree above bit `shift`, and those inside.
    fn divide(&mut self, keys: &[u32], start: usize, end: usize, shift: u32) {
        let index = self.cells.len();
        self.cells.push(Cell {
            start: start as u32,
            end: end as u32,
            ..Cell::default()
        });
        if end - start > LEAF_POINTS {
            if shift == 0 {
                // Points in one raster cell cannot be told apart by key; halves bound a leaf.
                let middle = start + (end - start) / 2;
                self.divide(keys, start, middle, 0);
                self.divide(keys, middle, end, 0);
            } else {
                let shift = shift - 2;
                let mut from = start;
                for quadrant in 0..4 {
                    let inside = &keys[from..end];
                    let to = from + inside.partition_point(|k| (k >> shift) & 3 <= quadrant);
                    if to > from {
                        self.divide(keys, from, to, shift);
                    }
                    from = to;
                }
            }
        }
        self.cells[index].skip = self.cells.len() as u32;
    }

    /// Renews masses, centres and boxes from the points, given in the order of the keys.
    pub fn refresh(&mut self, xs: &[f32], ys: &[f32], masses: &[f32]) {
        for index in (0..self.cells.len()).rev() {
            let cell = self.cells[index];
            let (mut mass, mut x, mut y) = (0.0_f32, 0.0_f32, 0.0_f32);
            let mut bounds = [
                f32::INFINITY,
                f32::INFINITY,
                f32::NEG_INFINITY,
                f32::NEG_INFINITY,
            ];
            if cell.is_leaf(index) {
                for i in cell.start as usize..cell.end as usize {
                    mass += masses[i];
                    x += masses[i] * xs[i];
                    y += masses[i] * ys[i];
                    bounds = union(bounds, [xs[i], ys[i], xs[i], ys[i]]);
                }
            } else {
                let mut child = index + 1;
                while child < cell.skip as usize {
                    let inner = self.cells[child];
                    mass += inner.mass;
                    x += inner.mass * inner.x;
                    y += inner.mass * inner.y;
                    bounds = union(bounds, self.boxes[child]);
                    child = inner.skip as usize;
                }
            }
            let side = (bounds[2] - bounds[0]).max(bounds[3] - bounds[1]);
            self.boxes[index] = bounds;
            let target = &mut self.cells[index];
            target.mass = mass;
            target.x = x / mass;
            target.y = y / mass;
            target.size_squared = side * side;
        }
    }
}

fn union(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [
        a[0].min(b[0]),
        a[1].min(b[1]),
        a[2].max(b[2]),
        a[3].max(b[3]),
    ]
}
