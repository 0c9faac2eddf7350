import Core
import Features
import Foundation
import Matrices
import Testing

@Suite struct TokenPoolingTests {
  @Test(arguments: TokenPooling.allCases, ["f2", "f4", "f8", "fortran"])
  func agreesWithNumpy(pooling: TokenPooling, stored: String) throws {
    let expected = try Expected.read()
    let path = try fixture("tokens-\(stored).npy")
    let plain = try FeatureSet(reading: path, FeatureOptions(pooling: pooling))
    #expect(largestError(plain.matrix, try #require(expected.pooled[pooling.rawValue])) < 1e-7)
    for mask in ["mask.npy", "mask-int.npy"] {
      let masked = try FeatureSet(reading: path, FeatureOptions(pooling: pooling, mask: fixture(mask)))
      #expect(largestError(masked.matrix, try #require(expected.masked[pooling.rawValue])) < 1e-7)
    }
  }

  @Test(arguments: TokenPooling.allCases) func isTheSameWithAnyNumberOfThreads(pooling: TokenPooling) throws {
    let values = gaussianMatrix(4000, 40, seed: 3)
    let numbers = (0..<4000).flatMap { values.row($0) }
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (1000, 4, 40)}"
    header += String(repeating: " ", count: 117 - header.count) + "\n"
    let path = try file(
      "tokens.npy",
      [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(header.utf8)
        + numbers.withUnsafeBytes(Array.init))
    func pooled(_ threads: Int) throws -> Matrix {
      try Threads.$count.withValue(threads) { try FeatureSet(reading: path, FeatureOptions(pooling: pooling)).matrix }
    }
    let alone = try pooled(1)
    for threads in [2, 4] { #expect(try pooled(threads) == alone) }
    if pooling == .cls { #expect(alone == values.selecting(rows: (0..<1000).map { 4 * $0 })) }
  }

  @Test func saysWhatIsMissing() throws {
    let tokens = try fixture("tokens-f4.npy")
    #expect(reason(tokens) == .tokensWithoutPooling([9, 7, 21]))
    #expect(
      reason(tokens, FeatureOptions(pooling: .mean, mask: try fixture("small.npy")))
        == .maskShape(expected: [9, 7], found: [6, 5]))
    #expect(reason(tokens, FeatureOptions(pooling: .max, mask: try fixture("mask-empty-row.npy"))) == .maskedRow(4))
  }
}
