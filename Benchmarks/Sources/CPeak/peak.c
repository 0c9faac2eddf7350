#include "CPeak.h"

typedef float sixteen __attribute__((ext_vector_type(16)));

// All sums begin with another number: equal ones would be computed once.
#define SUMS(name, count)                                                                          \
  float name(long rounds, float x, float y) {                                                      \
    sixteen sums[count];                                                                           \
    for (int sum = 0; sum < count; sum++) sums[sum] = (sixteen)(float)sum;                         \
    const sixteen left = (sixteen)x, right = (sixteen)y;                                           \
    for (long round = 0; round < rounds; round++)                                                  \
      for (int sum = 0; sum < count; sum++)                                                        \
        sums[sum] = __builtin_elementwise_fma(left, right, sums[sum]);                             \
    for (int sum = 1; sum < count; sum++) sums[0] += sums[sum];                                    \
    float result = 0;                                                                              \
    for (int lane = 0; lane < 16; lane++) result += sums[0][lane];                                 \
    return result;                                                                                 \
  }

SUMS(seven_sums, 7)
SUMS(twelve_sums, 12)
