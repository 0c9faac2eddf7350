import Statistics
import Testing

@Suite struct StudentTTests {
  @Test func tailsAreThoseOfScipy() {
    #expect(Fixture.shared.tails.count > 70)
    for tail in Fixture.shared.tails {
      let t = StudentT(degreesOfFreedom: tail.degrees)
      #expect(close(t.above(tail.t), tail.above, relative: 1e-9), "\(tail)")
      #expect(abs(t.above(-tail.t) - (1 - tail.above)) < 1e-11)
    }
  }

  @Test func quantilesAreThoseOfScipy() {
    #expect(Fixture.shared.quantiles.count > 50)
    for quantile in Fixture.shared.quantiles {
      let t = StudentT(degreesOfFreedom: quantile.degrees).quantile(above: quantile.probability)
      #expect(close(t, quantile.t, relative: 1e-8), "\(quantile), found \(t)")
    }
  }

  @Test func infinitelyManyDegreesAreTheNormalDistribution() {
    let normal = StudentT(degreesOfFreedom: .infinity)
    #expect(abs(normal.quantile(above: 0.025) - 1.959963984540054) < 1e-12)
    #expect(abs(normal.beyond(1.959963984540054) - 0.05) < 1e-12)
    #expect(normal.quantile(above: 0.5) == 0)
    #expect(abs(normal.quantile(above: 0.975) + 1.959963984540054) < 1e-9)
  }
}
