import Experiments
import Matrices
import Testing

/// Stored artifacts are used again where all that is stored of a matrix is the same.
@Suite struct DigestTests {
  @Test func aPlainMatrixKeepsItsDigest() throws {
    // SHA-256 of the shape in two 64-bit integers and of four 32-bit numbers, by Python's hashlib.
    let digest = try Digest.digits(of: Matrix([[1, 2], [3, 4]]))
    #expect(digest == "b38757ab1711b1f7979452dddc8bc6a764e4289e2b28fa469aa9fabaf25876ad")
  }

  @Test func originScaleAndRemainderCount() throws {
    let stored = Matrix([[1, 2], [3, 4]])
    let remainder = Matrix(exactly: [
      [1 + 0x1p-40, 0], [1 + 0x1p-41, 0], [1 + 0x1p-42, 5], [2, 3e9],
    ])
    let matrices = [
      stored, stored.with(Frame(exponent: 3)), stored.with(Frame(exponent: 4)),
      stored.with(Frame(origin: [0, 1])),
      stored.with(Frame(origin: [1, 0])), remainder, remainder.withoutRemainder(),
    ]
    #expect(remainder.remainder != nil)
    #expect(Set(try matrices.map { try Digest.digits(of: $0) }).count == matrices.count)
  }
}
