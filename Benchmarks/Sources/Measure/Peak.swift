import Dispatch
import Synchronization

/// The multiply-adds that this machine can do in `Float`, in operations (two for each) a second: a loop that touches
/// nothing but registers, on several threads at once.
func multiplyAddPeak(threads: Int) -> Double {
  // Seven sums fill the registers of machines with 256-bit vectors; those with 512 bits may need twelve to be busy.
  max(rate(threads, sums: 7, sevenSums), rate(threads, sums: 12, twelveSums))
}

private let rounds = 20_000_000

/// Sums in memory, where they are before the loop and after it.
private typealias Sums = UnsafeMutablePointer<SIMD16<Float>>

private func rate(_ threads: Int, sums: Int, _ body: @Sendable (Sums, Float, Float) -> Void) -> Double {
  let sink = Atomic(UInt32(0))
  let start = ContinuousClock.now
  DispatchQueue.concurrentPerform(iterations: threads) { index in
    let memory = Sums.allocate(capacity: sums)
    defer { memory.deallocate() }
    // All different: equal ones would be computed once. The result is kept, so that nothing can be left out.
    for sum in 0..<sums { (memory + sum).initialize(to: SIMD16(repeating: Float(sum))) }
    body(memory, Float(index) + 0.5, 0.25)
    sink.bitwiseXor((0..<sums).reduce(0) { $0 + memory[$1].sum() }.bitPattern, ordering: .relaxed)
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  return Double(threads) * Double(rounds) * Double(sums) * 16 * 2 / seconds
}

@inline(never)
private func sevenSums(_ sums: Sums, _ x: Float, _ y: Float) {
  let (left, right) = (SIMD16(repeating: x), SIMD16(repeating: y))
  var (a, b, c, d) = (sums[0], sums[1], sums[2], sums[3])
  var (e, f, g) = (sums[4], sums[5], sums[6])
  for _ in 0..<rounds {
    a.addProduct(left, right)
    b.addProduct(left, right)
    c.addProduct(left, right)
    d.addProduct(left, right)
    e.addProduct(left, right)
    f.addProduct(left, right)
    g.addProduct(left, right)
  }
  (sums[0], sums[1], sums[2], sums[3]) = (a, b, c, d)
  (sums[4], sums[5], sums[6]) = (e, f, g)
}

@inline(never)
private func twelveSums(_ sums: Sums, _ x: Float, _ y: Float) {
  let (left, right) = (SIMD16(repeating: x), SIMD16(repeating: y))
  var (a, b, c, d) = (sums[0], sums[1], sums[2], sums[3])
  var (e, f, g, h) = (sums[4], sums[5], sums[6], sums[7])
  var (i, j, k, l) = (sums[8], sums[9], sums[10], sums[11])
  for _ in 0..<rounds {
    a.addProduct(left, right)
    b.addProduct(left, right)
    c.addProduct(left, right)
    d.addProduct(left, right)
    e.addProduct(left, right)
    f.addProduct(left, right)
    g.addProduct(left, right)
    h.addProduct(left, right)
    i.addProduct(left, right)
    j.addProduct(left, right)
    k.addProduct(left, right)
    l.addProduct(left, right)
  }
  (sums[0], sums[1], sums[2], sums[3]) = (a, b, c, d)
  (sums[4], sums[5], sums[6], sums[7]) = (e, f, g, h)
  (sums[8], sums[9], sums[10], sums[11]) = (i, j, k, l)
}
