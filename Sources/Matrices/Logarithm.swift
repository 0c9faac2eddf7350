#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The C library's natural logarithm, under a name that `RandomStream` may use without importing all of it.
func logarithm(_ x: Double) -> Double { log(x) }
