// The steps of a layout: an edge draws its ends together, and places that are drawn at random push off its head.
//
// An edge and seven places take eight lanes. Two edges, one of each half of the list, are used side by side: one alone
// would wait most of the time for the result of its last step. Expects `sixteen` and `INLINE`.
#pragma once
#include "CKernels.h"

// The same roundings for every width of vectors.
#pragma STDC FP_CONTRACT OFF
// All functions with vectors among their arguments are inlined.
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpsabi"

typedef int sixteen_ints __attribute__((ext_vector_type(16)));
typedef float eight __attribute__((ext_vector_type(8)));
typedef float stored_eight __attribute__((ext_vector_type(8), aligned(4)));
typedef float stored_two __attribute__((ext_vector_type(2), aligned(4)));

// Polynomials in place of the C library's functions, off by at most 4 parts in 1,000,000. The logarithm of the power must
// lie between -126 and 127.
INLINE sixteen power_of(sixteen base, float exponent) {
  const sixteen_ints bits = (sixteen_ints)base;
  // Less the offset, the rest lies between the roots of 1/2 and 2.
  const sixteen_ints whole = (bits - 0x3f3504f3) >> 23;
  const sixteen t = (sixteen)(bits - (whole << 23)) - 1;
  const sixteen square = t * t;
  const sixteen low = __builtin_elementwise_fma(t, (sixteen)-0.721364021f, (sixteen)1.442696452f);
  const sixteen middle = __builtin_elementwise_fma(t, (sixteen)-0.359350711f, (sixteen)0.480629146f);
  const sixteen high = __builtin_elementwise_fma(t, (sixteen)-0.269505501f, (sixteen)0.295633465f);
  const sixteen upper = __builtin_elementwise_fma(square, (sixteen)0.172128290f, high);
  const sixteen series = __builtin_elementwise_fma(square, __builtin_elementwise_fma(square, upper, middle), low);
  const sixteen logarithm =
      __builtin_elementwise_fma(series, t, __builtin_convertvector(whole, sixteen)) * exponent;
  // Adding 1.5 times 2^23 rounds to a whole number, which then stands in the lower bits.
  const sixteen shifted = logarithm + 12582912.0f;
  const sixteen f = logarithm - (shifted - 12582912.0f);
  const sixteen f2 = f * f;
  const sixteen low2 = __builtin_elementwise_fma(f, (sixteen)0.693121016f, (sixteen)1.0f);
  const sixteen middle2 = __builtin_elementwise_fma(f, (sixteen)0.055922035f, (sixteen)0.240221068f);
  const sixteen upper2 = __builtin_elementwise_fma(f2, (sixteen)0.009676037f, middle2);
  const sixteen series2 = __builtin_elementwise_fma(f2, upper2, low2);
  return (sixteen)((sixteen_ints)series2 + ((sixteen_ints)shifted << 23));
}

// The factors of the differences, by their squared lengths. Lanes 0 and 8 are edges where `slope` says so there.
INLINE sixteen factors_of(sixteen squares, const layout_forces *forces, sixteen constant, sixteen slope, sixteen offset) {
  squares += forces->least_square;
  const sixteen power = power_of(squares, forces->b);
  const sixteen above = __builtin_elementwise_fma(slope, power, constant);
  return above / ((squares + offset) * __builtin_elementwise_fma(power, (sixteen)forces->a, (sixteen)1.0f));
}

INLINE sixteen clipped(sixteen steps, const layout_forces *forces) {
  const sixteen longest = (sixteen)forces->longest_step;
  // By comparison, which is one instruction where the functions that tell numbers from NaN are three.
  const sixteen above = steps > -longest ? steps : -longest;
  return above < longest ? above : longest;
}

// The edges of a part of the list whose turn it is.
typedef struct {
  layout_edge *edge, *end;
} turns;

INLINE const layout_edge *next_turn(turns *turns, float epoch) {
  while (turns->edge < turns->end && turns->edge->next > epoch) turns->edge++;
  if (turns->edge == turns->end) return NULL;
  turns->edge->next += turns->edge->period;
  return turns->edge++;
}

// Draws places (Steele, Lea and Flood 2014; Lemire 2019, without the rejection of one in 2^32 / vertices); for one that is
// the head, and from `wanted` on, the one that is far from all.
INLINE void draw_places(int places[8], int wanted, int head, int vertices, uint64_t *state) {
  for (int lane = 0; lane < 8; lane += 2) {
    if (lane >= wanted) {
      places[lane] = places[lane + 1] = vertices;
      continue;
    }
    uint64_t z = *state += 0x9e3779b97f4a7c15u;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    const int one = (int)((z & 0xffffffffu) * (uint64_t)vertices >> 32);
    const int other = (int)((z >> 32) * (uint64_t)vertices >> 32);
    places[lane] = one == head ? vertices : one;
    places[lane + 1] = other == head || lane + 1 >= wanted ? vertices : other;
  }
}

// The ends of two edges; those of an edge that there is not are the vertex behind the last one, which never moves.
typedef struct {
  const layout_edge *edges[2];
  int heads[2], tails[2];
} two_edges;

INLINE two_edges next_edges(turns parts[2], float epoch, int vertices) {
  two_edges pair;
  for (int side = 0; side < 2; side++) {
    const layout_edge *edge = next_turn(&parts[side], epoch);
    pair.edges[side] = edge;
    pair.heads[side] = edge ? edge->head : vertices;
    pair.tails[side] = edge ? edge->tail : vertices;
  }
  return pair;
}

// Draws places for both edges.
INLINE void draw_both(int one[8], int other[8], int wanted, const two_edges *pair, layout_turn *turn) {
  draw_places(one, wanted, pair->heads[0], turn->vertices, &turn->state);
  draw_places(other, wanted, pair->heads[1], turn->vertices, &turn->state);
}

// Two edges and the first places that push off, which are asked for while the edges before them are used: the points lie
// all over the second- and third-level cache. A tenth of the time.
typedef struct {
  two_edges pair;
  int one[8], other[8];
} turn_of_two;

INLINE turn_of_two next_two(
    turns parts[2], layout_turn *turn, int negatives, const float *points, const float *frozen, ptrdiff_t size) {
  turn_of_two next = {.pair = next_edges(parts, turn->epoch, turn->vertices)};
  if (!next.pair.edges[0] && !next.pair.edges[1]) return next;
  const int first = __builtin_elementwise_min(negatives, 7);
  draw_both(next.one, next.other, first, &next.pair, turn);
  for (int side = 0; side < 2; side++) {
    __builtin_prefetch(points + next.pair.heads[side] * size, 1, 3);
    __builtin_prefetch(points + next.pair.tails[side] * size, 1, 3);
  }
  for (int lane = 0; lane < first; lane++) {
    __builtin_prefetch(frozen + next.one[lane] * size, 0, 3);
    __builtin_prefetch(frozen + next.other[lane] * size, 0, 3);
  }
  return next;
}

// The sum of each half.
INLINE void halves(sixteen values, float sums[2]) {
  const eight pairs = __builtin_shufflevector(values, values, 0, 1, 2, 3, 8, 9, 10, 11) +
                      __builtin_shufflevector(values, values, 4, 5, 6, 7, 12, 13, 14, 15);
  sums[0] = (pairs[0] + pairs[2]) + (pairs[1] + pairs[3]);
  sums[1] = (pairs[4] + pairs[6]) + (pairs[5] + pairs[7]);
}

// In one or two dimensions the coordinates of sixteen points are two vectors.
INLINE void draw_plane(layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *all) {
  stored_two *points = (stored_two *)all;
  const stored_two *frozen = points + turn.vertices + 1;
  turns parts[2] = {{edges, edges + count / 2}, {edges + count / 2, edges + count}};
  const sixteen push = (sixteen)forces->push, least = (sixteen)forces->offset;
  const sixteen edge_lanes = {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  for (;;) {
    const two_edges pair = next_edges(parts, turn.epoch, turn.vertices);
    if (!pair.edges[0] && !pair.edges[1]) return;
    const stored_two one = points[pair.heads[0]], two = points[pair.heads[1]];
    const sixteen heads_x = {one.x, one.x, one.x, one.x, one.x, one.x, one.x, one.x,
                             two.x, two.x, two.x, two.x, two.x, two.x, two.x, two.x};
    const sixteen heads_y = {one.y, one.y, one.y, one.y, one.y, one.y, one.y, one.y,
                             two.y, two.y, two.y, two.y, two.y, two.y, two.y, two.y};
    sixteen sum_x = 0, sum_y = 0, edge_x = 0, edge_y = 0;
    for (int done = 0; done == 0 || done < forces->negatives;) {
      const int first = done == 0 ? 7 : 8;
      int p[8], q[8];
      draw_both(p, q, __builtin_elementwise_min(forces->negatives - done, first), &pair, &turn);
      const stored_two a = done == 0 ? points[pair.tails[0]] : frozen[p[7]], b = frozen[p[0]], c = frozen[p[1]],
                       d = frozen[p[2]], e = frozen[p[3]], f = frozen[p[4]], g = frozen[p[5]], h = frozen[p[6]];
      const stored_two i = done == 0 ? points[pair.tails[1]] : frozen[q[7]], j = frozen[q[0]], k = frozen[q[1]],
                       l = frozen[q[2]], m = frozen[q[3]], n = frozen[q[4]], o = frozen[q[5]], r = frozen[q[6]];
      const sixteen others_x = {a.x, b.x, c.x, d.x, e.x, f.x, g.x, h.x, i.x, j.x, k.x, l.x, m.x, n.x, o.x, r.x};
      const sixteen others_y = {a.y, b.y, c.y, d.y, e.y, f.y, g.y, h.y, i.y, j.y, k.y, l.y, m.y, n.y, o.y, r.y};
      const sixteen x = heads_x - others_x, y = heads_y - others_y;
      const sixteen lanes = done == 0 ? edge_lanes : (sixteen)0;
      const sixteen factors = factors_of(
          __builtin_elementwise_fma(x, x, y * y), forces, push - push * lanes, lanes * forces->pull, least - least * lanes);
      const sixteen step_x = clipped(factors * x, forces), step_y = clipped(factors * y, forces);
      if (done == 0) edge_x = step_x, edge_y = step_y;
      sum_x += step_x;
      sum_y += step_y;
      done += first;
    }
    float sums_x[2], sums_y[2];
    halves(sum_x, sums_x);
    halves(sum_y, sums_y);
    // Added to what is there: the edges may have a point in common.
    if (pair.edges[0]) {
      points[pair.tails[0]] -= (stored_two){edge_x[0], edge_y[0]} * turn.rate;
      points[pair.heads[0]] += (stored_two){sums_x[0], sums_y[0]} * turn.rate;
    }
    if (pair.edges[1]) {
      points[pair.tails[1]] -= (stored_two){edge_x[8], edge_y[8]} * turn.rate;
      points[pair.heads[1]] += (stored_two){sums_x[1], sums_y[1]} * turn.rate;
    }
  }
}

// The sums of neighbouring lanes of both, four lanes at a time.
INLINE sixteen add_pairs(sixteen a, sixteen b) {
  return __builtin_shufflevector(a, b, 0, 2, 16, 18, 4, 6, 20, 22, 8, 10, 24, 26, 12, 14, 28, 30) +
         __builtin_shufflevector(a, b, 1, 3, 17, 19, 5, 7, 21, 23, 9, 11, 25, 27, 13, 15, 29, 31);
}

// The sums of both halves of eight vectors: those of the lower halves, then those of the upper ones.
INLINE sixteen sums_of(const sixteen v[8]) {
  const sixteen a = add_pairs(add_pairs(v[0], v[1]), add_pairs(v[2], v[3]));
  const sixteen b = add_pairs(add_pairs(v[4], v[5]), add_pairs(v[6], v[7]));
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27) +
         __builtin_shufflevector(a, b, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31);
}

INLINE sixteen both(const float *lower, const float *upper) {
  const eight low = *(const stored_eight *)lower, high = *(const stored_eight *)upper;
  return __builtin_shufflevector(low, high, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
}

// A lane of the lower half in all lanes of that half, and the same of the upper half.
#define SPREAD(v, k)                                                                                                 \
  __builtin_shufflevector(                                                                                           \
      v, v, k, k, k, k, k, k, k, k, k + 8, k + 8, k + 8, k + 8, k + 8, k + 8, k + 8, k + 8)

INLINE sixteen spread(sixteen v, int k) {
  switch (k) {
    case 0: return SPREAD(v, 0);
    case 1: return SPREAD(v, 1);
    case 2: return SPREAD(v, 2);
    case 3: return SPREAD(v, 3);
    case 4: return SPREAD(v, 4);
    case 5: return SPREAD(v, 5);
    case 6: return SPREAD(v, 6);
    default: return SPREAD(v, 7);
  }
}

// In more dimensions a point is a vector of eight, or several; both halves of sixteen are points of the two edges. Fewer
// than eight lanes are enough for all places of an edge that has few.
INLINE void draw_space(
    layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *points, const int pieces,
    const int used) {
  const ptrdiff_t size = 8 * pieces;
  const float *frozen = points + (turn.vertices + 1) * size;
  turns parts[2] = {{edges, edges + count / 2}, {edges + count / 2, edges + count}};
  const sixteen push = (sixteen)forces->push, least = (sixteen)forces->offset;
  const sixteen edge_lanes = {1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
  turn_of_two next = next_two(parts, &turn, forces->negatives, points, frozen, size);
  while (next.pair.edges[0] || next.pair.edges[1]) {
    turn_of_two now = next;
    const two_edges pair = now.pair;
    int *p = now.one, *q = now.other;
    next = next_two(parts, &turn, forces->negatives, points, frozen, size);
    float *one = points + pair.heads[0] * size, *two = points + pair.heads[1] * size;
    float *one_tail = points + pair.tails[0] * size, *two_tail = points + pair.tails[1] * size;
    sixteen sums[LAYOUT_MOST_PIECES], steps[LAYOUT_MOST_PIECES];
    for (int piece = 0; piece < pieces; piece++) sums[piece] = 0;
    for (int done = 0; done == 0 || done < forces->negatives;) {
      const int first = done == 0 ? 7 : 8;
      if (done > 0) draw_both(p, q, __builtin_elementwise_min(forces->negatives - done, first), &pair, &turn);
      const float *lower[8], *upper[8];
      lower[0] = done == 0 ? one_tail : frozen + p[7] * size;
      upper[0] = done == 0 ? two_tail : frozen + q[7] * size;
      for (int lane = 1; lane < used; lane++) {
        lower[lane] = frozen + p[lane - 1] * size;
        upper[lane] = frozen + q[lane - 1] * size;
      }
      sixteen squares[8];
      for (int lane = 0; lane < 8; lane++) {
        squares[lane] = 0;
        for (int piece = 0; lane < used && piece < pieces; piece++) {
          const sixteen difference =
              both(one + 8 * piece, two + 8 * piece) - both(lower[lane] + 8 * piece, upper[lane] + 8 * piece);
          squares[lane] = __builtin_elementwise_fma(difference, difference, squares[lane]);
        }
      }
      const sixteen lanes = done == 0 ? edge_lanes : (sixteen)0;
      const sixteen factors = factors_of(
          sums_of(squares), forces, push - push * lanes, lanes * forces->pull, least - least * lanes);
      for (int lane = 0; lane < used; lane++) {
        const sixteen factor = spread(factors, lane);
        for (int piece = 0; piece < pieces; piece++) {
          const sixteen difference =
              both(one + 8 * piece, two + 8 * piece) - both(lower[lane] + 8 * piece, upper[lane] + 8 * piece);
          const sixteen step = clipped(factor * difference, forces);
          if (lane == 0 && done == 0) steps[piece] = step;
          sums[piece] += step;
        }
      }
      done += first;
    }
    for (int piece = 0; piece < pieces; piece++) {
      const sixteen head = sums[piece] * turn.rate, tail = steps[piece] * turn.rate;
      if (pair.edges[0]) {
        *(stored_eight *)(one + 8 * piece) += head.lo;
        *(stored_eight *)(one_tail + 8 * piece) -= tail.lo;
      }
      if (pair.edges[1]) {
        *(stored_eight *)(two + 8 * piece) += head.hi;
        *(stored_eight *)(two_tail + 8 * piece) -= tail.hi;
      }
    }
  }
}

INLINE void draw_layout(
    layout_edge *edges, ptrdiff_t count, layout_turn turn, const layout_forces *forces, float *points, int dimensions) {
  if (dimensions <= 2) {
    draw_plane(edges, count, turn, forces, points);
  } else if (dimensions <= 8 && forces->negatives <= 5) {
    draw_space(edges, count, turn, forces, points, 1, 6);
  } else if (dimensions <= 8) {
    draw_space(edges, count, turn, forces, points, 1, 8);
  } else {
    draw_space(edges, count, turn, forces, points, (dimensions + 7) / 8, 8);
  }
}

#pragma clang diagnostic pop
