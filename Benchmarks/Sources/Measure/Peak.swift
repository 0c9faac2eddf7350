import CPeak
import Dispatch
import Synchronization

/// The multiply-adds that this machine can do in `Float`, in operations (two for each) a second: a loop that touches
/// nothing but registers, on several threads at once.
func multiplyAddPeak(threads: Int) -> Double {
  // Seven sums fill the registers of machines with 256-bit vectors; those with 512 bits may need twelve to be busy.
  max(rate(threads, sums: 7, seven_sums), rate(threads, sums: 12, twelve_sums))
}

private let rounds = 20_000_000

private func rate(_ threads: Int, sums: Int, _ body: @Sendable (Int, Float, Float) -> Float) -> Double {
  let sink = Atomic(UInt32(0))
  let start = ContinuousClock.now
  DispatchQueue.concurrentPerform(iterations: threads) { index in
    // The result is kept, so that nothing can be left out.
    sink.bitwiseXor(body(rounds, Float(index) + 0.5, 0.25).bitPattern, ordering: .relaxed)
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  return Double(threads) * Double(rounds) * Double(sums) * 16 * 2 / seconds
}
