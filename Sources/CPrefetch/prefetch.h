#pragma once

// Asks for the cache line at an address before it is needed; Swift has no word for it.
static inline void prefetch_line(const void *address) { __builtin_prefetch(address, 0, 3); }
