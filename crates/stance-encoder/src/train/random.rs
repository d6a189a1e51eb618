//! Reproducible chance.

/// SplitMix64 (Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
#[derive(Debug, Clone)]
pub(super) struct Random(u64);

impl Random {
    /// A generator for each combination of numbers.
    pub(super) fn of(parts: &[u64]) -> Self {
        let mut random = Self(0);
        for &part in parts {
            random.0 ^= part;
            random.0 = random.next();
        }
        random
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number from 0 to `end` − 1.
    pub(super) fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }

    /// A number from the normal distribution, by the method of Box and Muller (1958).
    pub(super) fn normal(&mut self) -> f32 {
        let unit = |bits: u64| ((bits >> 11) as f64 + 0.5) / (1u64 << 53) as f64;
        let (one, other) = (unit(self.next()), unit(self.next()));
        ((-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()) as f32
    }

    /// Fisher and Yates' shuffle.
    pub(super) fn shuffle<T>(&mut self, items: &mut [T]) {
        for end in (2..=items.len()).rev() {
            items.swap(end - 1, self.below(end));
        }
    }

    /// Factors that drop a share `rate` of what they multiply, and keep its mean.
    pub(super) fn dropout(&mut self, rate: f32, factors: &mut [f32]) {
        let kept = 1.0 / (1.0 - rate);
        let dropped_under = (rate * 65_536.0) as u16;
        for four in factors.chunks_mut(4) {
            let bits = self.next();
            for (at, factor) in four.iter_mut().enumerate() {
                let draw = (bits >> (16 * at)) as u16;
                *factor = if draw < dropped_under { 0.0 } else { kept };
            }
        }
    }
}
