import Core
import Foundation
import Matrices
import Testing

@Suite struct LinearAlgebraTests {
  #if arch(x86_64) && os(Linux)
    @Test(.enabled(if: ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"] == nil))
    func theKernelsAreThoseOfOneProcessorOnAllMachines() { #expect(LinearAlgebra.kernels == "Haswell") }
  #endif

  /// A random symmetric positive definite matrix, row-major.
  private func positiveDefinite(_ order: Int, seed: UInt64) -> [Double] {
    var stream = Seed(seed).stream("matrix")
    let factor = (0..<order * order).map { _ in stream.gaussian() }
    var result = [Double](repeating: 0, count: order * order)
    for i in 0..<order {
      for j in 0..<order {
        for k in 0..<order { result[i * order + j] += factor[i * order + k] * factor[j * order + k] }
      }
      result[i * order + i] += 0.1
    }
    return result
  }

  @Test(arguments: 1..<9)
  func theCholeskyFactorTimesItsTransposeIsTheMatrix(order: Int) throws {
    let matrix = positiveDefinite(order, seed: UInt64(order))
    let lower = try #require(LinearAlgebra.cholesky(matrix, order: order))
    let inverse = try #require(LinearAlgebra.inverse(lower: lower, order: order))
    for i in 0..<order {
      for j in 0..<order {
        let product = (0..<order).reduce(0) { $0 + lower[i * order + $1] * lower[j * order + $1] }
        #expect(abs(product - matrix[i * order + j]) < 1e-10)
        let identity = (0..<order).reduce(0) { $0 + inverse[i * order + $1] * lower[$1 * order + j] }
        #expect(abs(identity - (i == j ? 1 : 0)) < 1e-9)
        if j > i { #expect(lower[i * order + j] == 0) }
      }
    }
  }

  @Test func aMatrixThatIsNotPositiveDefiniteHasNoFactor() {
    #expect(LinearAlgebra.cholesky([1, 2, 2, 1], order: 2) == nil)
    #expect(LinearAlgebra.cholesky([.nan], order: 1) == nil)
  }

  @Test(arguments: 1..<9)
  func eigenvectorsSolveTheirEquation(order: Int) throws {
    let matrix = positiveDefinite(order, seed: UInt64(order))
    let count = (order + 1) / 2
    let eigen = try #require(LinearAlgebra.symmetricEigen(matrix, order: order, largest: count))
    #expect(zip(eigen.values, eigen.values.dropFirst()).allSatisfy { $0 >= $1 })
    for index in 0..<count {
      let vector = Array(eigen.vectors[index * order..<(index + 1) * order])
      #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-12)
      for row in 0..<order {
        let image = (0..<order).reduce(0) { $0 + matrix[row * order + $1] * vector[$1] }
        #expect(abs(image - eigen.values[index] * vector[row]) < 1e-9)
      }
    }
  }

  @Test func theNearestOrthogonalMatrixOfAScaledRotationIsTheRotation() throws {
    let (c, s) = (0.6, 0.8)
    let rotation = try #require(LinearAlgebra.nearestOrthogonal([3 * c, -3 * s, 3 * s, 3 * c], order: 2))
    for (entry, other) in zip(rotation, [c, -s, s, c]) { #expect(abs(entry - other) < 1e-12) }
  }

  @Test func productsAreThoseOfTheDefinition() {
    let (a, b) = (Matrix([[1, 2, 3], [4, 5, 6]]), Matrix([[1, 0, 1], [2, 1, 0]]))
    let product = Matrix(rows: 2, columns: 2) { target in
      a.withRows { a in b.withRows { LinearAlgebra.product(a, transposed: $0, into: target.base, stride: 2) } }
    }
    #expect(product == Matrix([[4, 4], [10, 13]]))
  }
}
