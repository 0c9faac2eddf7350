import Core
import Foundation
import Matrices
import Testing

@Suite struct TransportTests {
  struct Case: Decodable, CustomTestStringConvertible {
    let name: String
    let rows: [[Float]]
    let references: [[Float]]
    let epsilon: Double
    let most: Int?
    let rowMasses: [Double]?
    let referenceMasses: [Double]?
    let rowRelaxation: Double?
    let referenceRelaxation: Double?
    let f: [Double]
    let g: [Double]
    let iterations: Int
    let error: Double

    var testDescription: String { name }

    var problem: Transport {
      var problem = Transport(epsilon: epsilon)
      problem.maximumIterations = most ?? 1_000
      (problem.rowMasses, problem.referenceMasses) = (rowMasses, referenceMasses)
      (problem.rowRelaxation, problem.referenceRelaxation) = (rowRelaxation, referenceRelaxation)
      return problem
    }
  }

  /// By the definition in float64, from `Fixtures/make_transport.py`.
  static let cases: [Case] = {
    struct Fixture: Decodable { let cases: [Case] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    guard let url = Bundle.module.url(forResource: "transport", withExtension: "json", subdirectory: "Fixtures"),
      let data = try? Data(contentsOf: url), let fixture = try? decoder.decode(Fixture.self, from: data)
    else { return [] }
    return fixture.cases
  }()

  private func cones(_ rows: Int, _ references: Int, _ columns: Int, seed: Seed) -> (Matrix, Matrix) {
    var random = seed.stream("cones")
    let axes = (0..<2).map { _ in (0..<columns).map { _ in 1.5 * random.gaussian() } }
    let groups = (0..<6).map { _ in (0..<columns).map { _ in random.gaussian() } }
    func cone(_ count: Int, _ axis: [Double]) -> Matrix {
      Matrix(
        (0..<count).map { row in
          (0..<columns).map { Float(axis[$0] + groups[row % 6][$0] + 0.7 * random.gaussian()) }
        })
    }
    return (cone(rows, axes[0]), cone(references, axes[1]))
  }

  @Test func theFixtureIsThere() { #expect(Self.cases.count == 10) }

  @Test(arguments: cases) func potentialsAreThoseOfTheDefinition(example: Case) throws {
    let plan = try example.problem.plan(Matrix(example.rows), to: Matrix(example.references))
    #expect(plan.rowPotentials.count == example.f.count && plan.referencePotentials.count == example.g.count)
    for (found, expected) in zip(plan.rowPotentials + plan.referencePotentials, example.f + example.g) {
      #expect(abs(found - expected) < 1e-6)
    }
    #expect(plan.converged == (example.error < 1e-6))
    #expect(abs(plan.iterations - example.iterations) <= 1)
    // Potentials that differ by δ change an entry by 2 δ / ε of it.
    if plan.iterations == example.iterations {
      #expect(abs(plan.error - example.error) < 2e-6 / example.epsilon, "\(plan.error) for \(example.error)")
    }
  }

  /// The error of potentials by its definition, in float64, on some rows.
  private func error(
    of plan: TransportPlan, _ problem: Transport, _ rows: Matrix, _ references: Matrix, on chosen: [Int]
  ) -> Double {
    let (left, right) = (rows.l2Normalized(), references.l2Normalized())
    var error = 0.0
    for row in chosen {
      var sum = 0.0
      for column in 0..<references.rows {
        let cosine = zip(left.row(row), right.row(column)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        sum += exp((plan.rowPotentials[row] + plan.referencePotentials[column] - (1 - cosine)) / plan.epsilon)
      }
      let mass = problem.rowMasses?[row] ?? 1 / Double(rows.rows)
      guard let relaxation = problem.rowRelaxation else {
        error += abs(sum - mass)
        continue
      }
      let own = plan.rowPotentials[row] / plan.epsilon
      let next = relaxation / (relaxation + plan.epsilon) * (log(mass) - (log(sum) - own))
      error += abs(exp(log(sum) + next - own) - sum)
    }
    return error * Double(rows.rows) / Double(chosen.count)
  }

  @Test(arguments: cases) func theErrorIsThatOfTheDefinition(example: Case) throws {
    let (rows, references) = (Matrix(example.rows), Matrix(example.references))
    let plan = try example.problem.plan(rows, to: references)
    let expected = error(of: plan, example.problem, rows, references, on: Array(0..<rows.rows))
    #expect(plan.measuredRows == rows.rows)
    #expect(abs(plan.error - expected) < 1e-10 * max(1, expected), "\(plan.error) for \(expected)")
  }

  @Test func theErrorOfManyRowsIsMeasuredOnSome() throws {
    let (rows, references) = cones(2_500, 300, 12, seed: 7)
    let problem = Transport(epsilon: 0.02)
    let plan = try problem.plan(rows, to: references)
    let chosen = (0..<1_000).map { $0 * 5 / 2 }
    #expect(plan.measuredRows == 1_000)
    #expect(abs(plan.error - error(of: plan, problem, rows, references, on: chosen)) < 1e-10)
    for threads in [1, 4] {
      let other = try Threads.$count.withValue(threads) { try problem.plan(rows, to: references) }
      #expect(other.error == plan.error)
    }
  }

  /// A limit of no memory has the kernel computed anew in each pass.
  @Test(arguments: cases) func theBitsDoNotDependOnWhereTheKernelIsHeld(example: Case) throws {
    var problem = example.problem
    let held = try problem.plan(Matrix(example.rows), to: Matrix(example.references))
    problem.memory = 0
    let computed = try problem.plan(Matrix(example.rows), to: Matrix(example.references))
    #expect(held.rowPotentials == computed.rowPotentials && held.error == computed.error)
    #expect(held.referencePotentials == computed.referencePotentials && held.iterations == computed.iterations)
  }

  @Test func theBitsDoNotDependOnTheThreads() throws {
    let (rows, references) = cones(2_500, 70, 12, seed: 3)
    let problem = Transport(epsilon: 0.02)
    let one = try Threads.$count.withValue(1) { try problem.plan(rows, to: references) }
    for threads in [2, 4] {
      let other = try Threads.$count.withValue(threads) { try problem.plan(rows, to: references) }
      #expect(one.rowPotentials == other.rowPotentials && one.referencePotentials == other.referencePotentials)
    }
    #expect(one.converged)
  }

  @Test func theMarginsOfThePlanAreTheMasses() throws {
    let (rows, references) = cones(300, 40, 10, seed: 4)
    var problem = Transport(epsilon: 0.03)
    problem.referenceMasses = (0..<40).map { Double($0 + 1) / 820 }
    let plan = try problem.plan(rows, to: references)
    #expect(plan.converged && plan.iterationError < 1e-6 && plan.error < 2e-5)
    let (left, right) = (rows.l2Normalized(), references.l2Normalized())
    var columns = [Double](repeating: 0, count: 40)
    var missed = 0.0
    for row in 0..<300 {
      var sum = 0.0
      for column in 0..<40 {
        let cosine = zip(left.row(row), right.row(column)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let entry = exp(
          (plan.rowPotentials[row] + plan.referencePotentials[column] - 1 + cosine) / problem.epsilon)
        sum += entry
        columns[column] += entry
      }
      missed += abs(sum - 1 / 300.0)
    }
    #expect(missed < 2e-5)
    for column in 0..<40 { #expect(abs(columns[column] - Double(column + 1) / 820) < 1e-6) }
  }

  @Test func rowsInAnotherOrderHaveTheirPotentials() throws {
    let (rows, references) = cones(700, 30, 9, seed: 5)
    var stream = Seed(1).stream("order")
    let (order, names) = (stream.sample(700, of: 700), stream.sample(30, of: 30))
    let straight = try Transport(epsilon: 0.02).plan(rows, to: references)
    let turned = try Transport(epsilon: 0.02).plan(
      rows.selecting(rows: order), to: references.selecting(rows: names))
    for (position, row) in order.enumerated() {
      #expect(abs(turned.rowPotentials[position] - straight.rowPotentials[row]) < 1e-6)
    }
    for (position, name) in names.enumerated() {
      #expect(abs(turned.referencePotentials[position] - straight.referencePotentials[name]) < 1e-6)
    }
  }

  /// References far from all rows are no reason to lose digits: their column is e⁻²⁰⁰⁰ of the others.
  @Test func aFarReferenceKeepsItsMass() throws {
    let rows = Matrix((0..<50).map { [1, Float($0) / 100, 0] })
    let references = Matrix([[1, 0.1, 0], [1, 0.4, 0.1], [-1, 0.2, 0]])
    let plan = try Transport(epsilon: 0.001).plan(rows, to: references)
    var mass = 0.0
    for row in 0..<50 {
      let cosine = zip(rows.l2Normalized().row(row), references.l2Normalized().row(2))
        .reduce(0) { $0 + Double($1.0) * Double($1.1) }
      mass += exp((plan.rowPotentials[row] + plan.referencePotentials[2] - 1 + cosine) / 0.001)
    }
    #expect(abs(mass - 1 / 3.0) < 1e-3)
  }

  @Test func tooFewIterationsAreToldWithTheError() throws {
    let (rows, references) = cones(100, 20, 6, seed: 6)
    var problem = Transport(epsilon: 0.002)
    problem.maximumIterations = 3
    let plan = try problem.plan(rows, to: references)
    #expect(!plan.converged && plan.iterations == 3 && plan.error > 1e-6 && plan.error < 2)
  }

  @Test func badInputIsAnErrorWithBothNumbers() {
    let rows = Matrix([[1, 2], [2, 1]])
    func error(_ rows: Matrix, _ references: Matrix, _ problem: Transport = Transport(epsilon: 0.1)) -> TransportError?
    {
      do {
        _ = try problem.plan(rows, to: references)
        return nil
      } catch { return error as? TransportError }
    }
    #expect(error(rows, Matrix([[1, 2, 3]]))?.reason == .columnsDiffer(rows: 2, references: 3))
    #expect(error(rows, Matrix(rows: 0, columns: 2))?.reason == .empty(rows: 2, references: 0))
    #expect(error(rows, Matrix([[0, 0], [1, 0]]))?.reason == .zeroRows(count: 1, of: "references"))
    #expect(error(Matrix([[1, .nan]]), rows)?.reason == .notFinite(row: 0, column: 1, of: "rows"))
    #expect(error(rows, rows, Transport(epsilon: 0))?.reason == .notPositive(name: "epsilon", value: 0))
    var masses = Transport(epsilon: 0.1)
    masses.rowMasses = [0.5, 0.6]
    #expect(error(rows, rows, masses)?.reason == .masses(expected: 2, found: 2, sum: 1.1, of: "rows"))
    #expect(error(rows, rows, masses)?.hint.isEmpty == false)
  }
}
