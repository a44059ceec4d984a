//! A quadtree (in one dimension a binary tree, in three an octree) whose cells know how many points
//! they hold and where these are on average.

/// Deeper cells are not divided: their points coincide.
const DEEPEST: usize = 48;
const NO_CHILD: u32 = u32::MAX;

struct Cell<const D: usize> {
    centre: [f64; D],
    half_width: f64,
    /// The sum of the points, then their mean.
    mean: [f64; D],
    count: u32,
    /// The first of the children, which lie side by side.
    children: u32,
}

pub(super) struct Tree<const D: usize, const CHILDREN: usize> {
    cells: Vec<Cell<D>>,
}

/// What far points do to one: the sum of q, and of q² times the way from them to it, where
/// q = 1 / (1 + distance²).
pub(super) struct Repulsion<const D: usize> {
    pub total: f64,
    pub force: [f64; D],
}

impl<const D: usize, const CHILDREN: usize> Tree<D, CHILDREN> {
    pub(super) fn new(points: &[[f64; D]]) -> Self {
        let (mut low, mut high) = ([f64::INFINITY; D], [f64::NEG_INFINITY; D]);
        for point in points {
            for d in 0..D {
                low[d] = low[d].min(point[d]);
                high[d] = high[d].max(point[d]);
            }
        }
        let centre = std::array::from_fn(|d| f64::midpoint(low[d], high[d]));
        let widest = (0..D).fold(0.0_f64, |widest, d| widest.max(high[d] - low[d]));
        let mut tree = Self { cells: Vec::with_capacity(points.len() * 3) };
        tree.cells.push(Cell::empty(centre, widest * (0.5 + 1e-9) + f64::MIN_POSITIVE));
        for point in points {
            tree.insert(point);
        }
        for cell in &mut tree.cells {
            if cell.count > 1 {
                for value in &mut cell.mean {
                    *value /= f64::from(cell.count);
                }
            }
        }
        tree
    }

    fn insert(&mut self, point: &[f64; D]) {
        let mut place = 0;
        for depth in 0..DEEPEST {
            let cell = &mut self.cells[place];
            let (count, old) = (cell.count, cell.mean);
            cell.add(point);
            if cell.children == NO_CHILD {
                // A leaf with one point, or with several at one spot, is divided by the next.
                let spot = old.map(|sum| sum / f64::from(count.max(1)));
                if count == 0 || spot == *point || depth + 1 == DEEPEST {
                    return;
                }
                self.divide(place);
                let child = self.child_of(place, &spot);
                let cell = &mut self.cells[child];
                (cell.count, cell.mean) = (count, old);
            }
            place = self.child_of(place, point);
        }
    }

    fn divide(&mut self, place: usize) {
        let first = self.cells.len();
        let half = self.cells[place].half_width / 2.0;
        let centre = self.cells[place].centre;
        for child in 0..CHILDREN {
            let shifted = |d: usize| centre[d] + if child >> d & 1 == 1 { half } else { -half };
            self.cells.push(Cell::empty(std::array::from_fn(shifted), half));
        }
        self.cells[place].children = first as u32;
    }

    fn child_of(&self, place: usize, point: &[f64; D]) -> usize {
        let cell = &self.cells[place];
        let side = (0..D).fold(0, |side, d| side | usize::from(point[d] > cell.centre[d]) << d);
        cell.children as usize + side
    }

    /// What all other points do to `point`; a cell that looks smaller than `angle` counts as one.
    pub(super) fn repulsion(&self, point: &[f64; D], angle: f64, open: &mut Vec<u32>) -> Repulsion<D> {
        let mut repulsion = Repulsion { total: 0.0, force: [0.0; D] };
        open.clear();
        open.push(0);
        while let Some(place) = open.pop() {
            let cell = &self.cells[place as usize];
            if cell.count == 0 {
                continue;
            }
            let way: [f64; D] = std::array::from_fn(|d| point[d] - cell.mean[d]);
            let squared: f64 = way.iter().map(|way| way * way).sum();
            let leaf = cell.children == NO_CHILD;
            let width = 2.0 * cell.half_width;
            if leaf || width * width < angle * angle * squared {
                // The point itself, and those at its spot, do not push it; but these count.
                let count = if leaf && squared == 0.0 { cell.count - 1 } else { cell.count };
                let q = 1.0 / (1.0 + squared);
                let share = f64::from(count) * q;
                repulsion.total += share;
                for (force, way) in repulsion.force.iter_mut().zip(way) {
                    *force += share * q * way;
                }
            } else {
                open.extend(cell.children..cell.children + CHILDREN as u32);
            }
        }
        repulsion
    }
}

impl<const D: usize> Cell<D> {
    fn empty(centre: [f64; D], half_width: f64) -> Self {
        Self { centre, half_width, mean: [0.0; D], count: 0, children: NO_CHILD }
    }

    fn add(&mut self, point: &[f64; D]) {
        self.count += 1;
        for (mean, coordinate) in self.mean.iter_mut().zip(point) {
            *mean += coordinate;
        }
    }
}
