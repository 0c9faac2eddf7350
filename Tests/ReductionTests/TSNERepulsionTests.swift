import Core
import Foundation
import Matrices
import Reduction
import Testing

@Suite struct TSNERepulsionTests {
  private func forces(
    _ points: [SIMD2<Float>], _ body: (UnsafePointer<SIMD2<Float>>, UnsafeMutablePointer<SIMD2<Float>>) -> Double
  ) -> (forces: [SIMD2<Float>], sum: Double) {
    var forces = [SIMD2<Float>](repeating: .zero, count: points.count)
    let sum = points.withUnsafeBufferPointer { points in
      forces.withUnsafeMutableBufferPointer { body(points.baseAddress!, $0.baseAddress!) }
    }
    return (forces, sum)
  }

  private func points(_ count: Int, deviation: Double, seed: Seed) -> [SIMD2<Float>] {
    var random = seed.stream("points")
    return (0..<count).map { _ in SIMD2(Float(deviation * random.gaussian()), Float(deviation * random.gaussian())) }
  }

  @Test func exactForcesAreTheSumOverPairs() {
    let points = points(37, deviation: 3, seed: 1)
    let exact = ExactRepulsion(count: 37)
    let found = forces(points) { exact.forces(on: $0, into: $1) }
    var sum = 0.0
    for i in 0..<37 {
      var force = SIMD2<Double>.zero
      for j in 0..<37 where j != i {
        let difference = SIMD2<Double>(points[i]) - SIMD2<Double>(points[j])
        let similarity = 1 / (1 + (difference * difference).sum())
        sum += similarity
        force += similarity * similarity * difference
      }
      let error = SIMD2<Double>(found.forces[i]) - force
      #expect((error * error).sum().squareRoot() < 1e-5)
    }
    #expect(abs(found.sum - sum) < 1e-5 * sum)
  }

  @Test(arguments: [1e-6, 1e-4, 0.01, 0.3, 2, 8, 20, 60], [1, 2] as [Seed])
  func interpolatedForcesAreCloseToTheExactOnes(deviation: Double, seed: Seed) {
    let points = points(1500, deviation: deviation, seed: seed)
    let (exact, interpolated) = (ExactRepulsion(count: 1500), InterpolatedRepulsion(count: 1500))
    let expected = forces(points) { exact.forces(on: $0, into: $1) }
    let found = forces(points) { interpolated.forces(on: $0, into: $1) }
    var (error, size) = (0.0, 0.0)
    for index in points.indices {
      let difference = SIMD2<Double>(found.forces[index]) - SIMD2<Double>(expected.forces[index])
      error += (difference * difference).sum()
      size += (SIMD2<Double>(expected.forces[index]) * SIMD2<Double>(expected.forces[index])).sum()
    }
    let relative = (error / size).squareRoot()
    // The sparser the points, the more of the force comes from the nearest of them.
    #expect(relative < (deviation < 1 ? 2e-6 : 0.013))
    #expect(abs(found.sum / expected.sum - 1) < (deviation < 1 ? 2e-6 : deviation < 50 ? 1e-3 : 0.006))
  }

  @Test func forcesBalanceEachOther() {
    let points = points(3000, deviation: 10, seed: 3)
    let interpolated = InterpolatedRepulsion(count: 3000)
    let found = forces(points) { interpolated.forces(on: $0, into: $1) }.forces
    let total = found.reduce(SIMD2<Double>.zero) { $0 + SIMD2<Double>($1) }
    let size = found.reduce(0.0) { $0 + Double(($1 * $1).sum().squareRoot()) }
    #expect((total * total).sum().squareRoot() < 1e-5 * size)
  }

  @Test func oneGridServesManyEmbeddings() {
    // A grid that grew and shrank again must not remember what was on it.
    let interpolated = InterpolatedRepulsion(count: 500)
    let (small, large) = (points(500, deviation: 5, seed: 4), points(500, deviation: 90, seed: 5))
    let first = forces(small) { interpolated.forces(on: $0, into: $1) }
    _ = forces(large) { interpolated.forces(on: $0, into: $1) }
    let again = forces(small) { interpolated.forces(on: $0, into: $1) }
    #expect(first.forces == again.forces && first.sum == again.sum)
  }

  @Test func pointsInOnePlaceDoNotRepel() {
    let interpolated = InterpolatedRepulsion(count: 100)
    let found = forces([SIMD2<Float>](repeating: SIMD2(3, -2), count: 100)) { interpolated.forces(on: $0, into: $1) }
    #expect(found.forces.allSatisfy { abs($0.x) < 1e-3 && abs($0.y) < 1e-3 })
    #expect(abs(found.sum - 9900) < 30)
  }

  @Test func pointsOnTheEdgeOfTheGridStayOnIt() {
    // Sizes of all kinds, so that the outermost points meet every rounding; a wrong node would be far off.
    for step in 0..<300 {
      let spread = Float(1e-5) * Float(1.06).power(step)
      let points = [SIMD2<Float>(-spread, spread * 0.3), SIMD2(spread, -spread * 0.7), SIMD2(0.1 * spread, spread)]
      let (exact, interpolated) = (ExactRepulsion(count: 3), InterpolatedRepulsion(count: 3))
      let expected = forces(points) { exact.forces(on: $0, into: $1) }
      let found = forces(points) { interpolated.forces(on: $0, into: $1) }
      for (a, b) in zip(found.forces, expected.forces) { #expect(((a - b) * (a - b)).sum().squareRoot() < 0.01) }
    }
  }

  @Test func embeddingsOfAnySizeHaveAGrid() {
    let interpolated = InterpolatedRepulsion(count: 200)
    for deviation in [1e-20, 1e3, 1e6] {
      let found = forces(points(200, deviation: deviation, seed: 6)) { interpolated.forces(on: $0, into: $1) }
      #expect(found.sum.isFinite && found.forces.allSatisfy { $0.x.isFinite && $0.y.isFinite })
    }
  }
}

extension Float {
  fileprivate func power(_ exponent: Int) -> Float { (0..<exponent).reduce(1) { product, _ in product * self } }
}

@Suite struct FourierTransformTests {
  @Test(arguments: [1, 2, 3, 4, 5, 6, 8, 12, 15, 20, 48, 128, 144, 160, 240, 480, 810])
  func transformIsTheSumOfItsDefinition(length: Int) {
    var random = Seed(8).stream("signal")
    let signal = (0..<length).map { _ in (random.gaussian(), random.gaussian()) }
    let data = UnsafeMutablePointer<ComplexLanes>.allocate(capacity: 2 * length)
    defer { data.deallocate() }
    for index in 0..<length {
      data[index] = .zero
      data[index].re[5] = Float(signal[index].0)
      data[index].im[5] = Float(signal[index].1)
    }
    let result = FourierTransform(length: length)(data, scratch: data + length)
    for frequency in stride(from: 0, to: length, by: max(1, length / 40)) {
      var (re, im) = (0.0, 0.0)
      for index in 0..<length {
        let angle = -2 * Double.pi * Double(frequency * index % length) / Double(length)
        re += signal[index].0 * cos(angle) - signal[index].1 * sin(angle)
        im += signal[index].0 * sin(angle) + signal[index].1 * cos(angle)
      }
      let scale = Double(length).squareRoot()
      #expect(abs(Double(result[frequency].re[5]) - re) < 2e-6 * scale)
      #expect(abs(Double(result[frequency].im[5]) - im) < 2e-6 * scale)
      #expect(result[frequency].re[4] == 0)
    }
  }
}
