// Rows of exponentials: their sums with weights, and the sums of their columns.
//
// Each row has whole vectors of sixteen. Sums add the same terms in the same order for every width of vectors. Expects
// `sixteen`, `stored_sixteen`, `sixteen_ints` and `INLINE`.
#pragma once
#include "CKernels.h"

// The same roundings for every width of vectors.
#pragma STDC FP_CONTRACT OFF
// All functions with vectors among their arguments are inlined.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

// 2 to the power of x with a relative error below 2 parts in 10,000,000; 0 below -125, and 2 to the power of 126 beyond that.
INLINE sixteen two_to_the(sixteen x) {
  const sixteen bounded = x < 126.0f ? x : (sixteen)126.0f;
  // Adding 1.5 times 2^23 rounds to a whole number, which then stands in the lower bits.
  const sixteen shifted = bounded + 12582912.0f;
  const sixteen f = bounded - (shifted - 12582912.0f);
  sixteen series = (sixteen)0.00015353356838103065f;
  series = __builtin_elementwise_fma(series, f, (sixteen)0.001339887734502554f);
  series = __builtin_elementwise_fma(series, f, (sixteen)0.009618437848985195f);
  series = __builtin_elementwise_fma(series, f, (sixteen)0.055503323674201965f);
  series = __builtin_elementwise_fma(series, f, (sixteen)0.24022647738456726f);
  series = __builtin_elementwise_fma(series, f, (sixteen)0.6931471824645996f);
  series = __builtin_elementwise_fma(series, f, (sixteen)1.0f);
  const sixteen power = (sixteen)((sixteen_ints)series + ((sixteen_ints)shifted << 23));
  return x < -125.0f ? (sixteen)0 : power;
}

INLINE float largest_lane(sixteen values) {
  float largest = values[0];
  for (int lane = 1; lane < 16; lane++) largest = values[lane] > largest ? values[lane] : largest;
  return largest;
}

INLINE float sum_of_lanes(sixteen values) {
  float sums[8];
  for (int lane = 0; lane < 8; lane++) sums[lane] = values[lane] + values[lane + 8];
  for (int width = 4; width > 0; width /= 2)
    for (int lane = 0; lane < width; lane++) sums[lane] += sums[lane + width];
  return sums[0];
}

INLINE float peak_of_row(const float *row, ptrdiff_t columns, float factor, const float *offsets) {
  sixteen peak = (sixteen)-__builtin_inff();
  for (ptrdiff_t column = 0; column < columns; column += 16) {
    const sixteen value = __builtin_elementwise_fma(
        *(const stored_sixteen *)(row + column), (sixteen)factor, *(const stored_sixteen *)(offsets + column));
    peak = value > peak ? value : peak;
  }
  return largest_lane(peak);
}

INLINE void raise_peaks(const float *row, ptrdiff_t columns, float factor, float offset, float *peaks) {
  for (ptrdiff_t column = 0; column < columns; column += 16) {
    const sixteen value =
        __builtin_elementwise_fma(*(const stored_sixteen *)(row + column), (sixteen)factor, (sixteen)offset);
    const sixteen peak = *(const stored_sixteen *)(peaks + column);
    *(stored_sixteen *)(peaks + column) = value > peak ? value : peak;
  }
}

INLINE void exponentiate(float *row, ptrdiff_t columns, float factor, float offset, const float *offsets) {
  for (ptrdiff_t column = 0; column < columns; column += 16) {
    stored_sixteen *entries = (stored_sixteen *)(row + column);
    const sixteen x = __builtin_elementwise_fma((sixteen)*entries, (sixteen)factor, (sixteen)offset) +
                      *(const stored_sixteen *)(offsets + column);
    *entries = two_to_the(x);
  }
}

// The sums of `tile` rows, of which every second vector has a chain of its own.
INLINE void weigh_tile(
    const float *rows, ptrdiff_t stride, ptrdiff_t columns, const float *weights, float *sums, const int tile) {
  sixteen even[4], odd[4];
  for (int row = 0; row < tile; row++) even[row] = odd[row] = (sixteen)0;
  ptrdiff_t column = 0;
  for (; column + 32 <= columns; column += 32) {
    const sixteen first = *(const stored_sixteen *)(weights + column);
    const sixteen second = *(const stored_sixteen *)(weights + column + 16);
    for (int row = 0; row < tile; row++) {
      const float *entries = rows + row * stride + column;
      even[row] = __builtin_elementwise_fma(*(const stored_sixteen *)entries, first, even[row]);
      odd[row] = __builtin_elementwise_fma(*(const stored_sixteen *)(entries + 16), second, odd[row]);
    }
  }
  if (column < columns) {
    const sixteen first = *(const stored_sixteen *)(weights + column);
    for (int row = 0; row < tile; row++)
      even[row] = __builtin_elementwise_fma(*(const stored_sixteen *)(rows + row * stride + column), first, even[row]);
  }
  for (int row = 0; row < tile; row++) sums[row] = sum_of_lanes(even[row] + odd[row]);
}

INLINE void weigh_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *weights, float *sums) {
  ptrdiff_t row = 0;
  for (; row + 4 <= count; row += 4) weigh_tile(rows + row * stride, stride, columns, weights, sums + row, 4);
  for (; row < count; row++) weigh_tile(rows + row * stride, stride, columns, weights, sums + row, 1);
}

INLINE void add_tile(
    const float *rows, ptrdiff_t stride, ptrdiff_t columns, const float *factors, float *sums, const int tile) {
  for (ptrdiff_t column = 0; column < columns; column += 16) {
    sixteen sum = *(const stored_sixteen *)(sums + column);
    for (int row = 0; row < tile; row++)
      sum = __builtin_elementwise_fma(
          *(const stored_sixteen *)(rows + row * stride + column), (sixteen)factors[row], sum);
    *(stored_sixteen *)(sums + column) = sum;
  }
}

INLINE void add_rows(
    const float *rows, ptrdiff_t stride, ptrdiff_t count, ptrdiff_t columns, const float *factors, float *sums) {
  ptrdiff_t row = 0;
  for (; row + 4 <= count; row += 4) add_tile(rows + row * stride, stride, columns, factors + row, sums, 4);
  for (; row < count; row++) add_tile(rows + row * stride, stride, columns, factors + row, sums, 1);
}

#pragma clang diagnostic pop
