import Core
import Foundation
import Fusion
import Matrices
import Reduction
import Stages
import TestSupport
import Testing

/// The laws of every method that makes spaces.
@Suite struct SpaceMakerLaws {
  typealias Maker = Method<any SpaceMaker.Type>

  private static func rows(_ count: Int, _ columns: Int, _ seed: UInt64) -> [[Float]] {
    Samples.groups(rows: count, columns: columns, classes: 3, spread: 0.5, seed: seed)
  }

  /// As many inputs as the method takes at least, of unlike columns where it takes them.
  private static func inputs(_ maker: Maker, rows count: Int = 300) -> [[[Float]]] {
    let parts = maker.type.inputs.lowerBound
    let takesUnlike = (try? maker.type.init().check(Shape(rows: count, columns: (0..<parts).map { 6 + 2 * $0 }))) != nil
    return (0..<parts).map { rows(count, takesUnlike ? 6 + 2 * $0 : 6, UInt64($0 + 1)) }
  }

  /// The name under which a method finds the rows that are not items.
  private static let reference = "names"

  /// The method with the reference for each parameter that names one.
  private static func method(_ maker: Maker) throws -> any SpaceMaker {
    var method = maker.type.init()
    for declaration in maker.type.declarations where declaration.domain == .reference {
      try method.set(declaration.name, to: .text(reference))
    }
    return method
  }

  /// A context with a reference of as many columns as the first input.
  private static func context(
    _ inputs: [Matrix], seed: UInt64, isFirstSeed: Bool = true, shared: SharedWork = SharedWork()
  ) -> StageContext {
    let names = Reference(
      rows: Matrix(rows(200, max(inputs.first?.columns ?? 1, 1), 9)), names: (0..<200).map { "name \($0)" })
    return StageContext(
      seed: Seed(seed), isFirstSeed: isFirstSeed, shared: shared, references: [reference: names])
  }

  private static func shape(_ inputs: [Matrix]) -> Shape {
    Shape(
      rows: inputs[0].rows, columns: inputs.map(\.columns),
      references: context(inputs, seed: 0).referenceShapes)
  }

  /// The errors that users see.
  private static func explained(_ body: () throws -> Space) throws -> Space? {
    do {
      return try body()
    } catch let error as any ExplainedError {
      #expect(!error.failure.isEmpty && !error.cause.isEmpty && !error.hint.isEmpty)
      return nil
    }
  }

  @Test(arguments: Maker.all) func theSameSeedGivesTheSameBitsOnAnyNumberOfThreads(maker: Maker) throws {
    let inputs = Self.inputs(maker, rows: 3_000).map { Matrix($0) }
    let method = try Self.method(maker)
    for isFirst in [true, false] {
      func make(_ threads: Int) throws -> Matrix {
        try Threads.$count.withValue(threads) {
          try method.make(inputs, Self.context(inputs, seed: 3, isFirstSeed: isFirst)).rows
        }
      }
      let one = try make(1)
      for threads in [2, 4] { #expect(try make(threads) == one) }
    }
  }

  @Test(arguments: Maker.all) func seedsMatterWhereTheMethodSaysSo(maker: Maker) throws {
    let inputs = Self.inputs(maker).map { Matrix($0) }
    let method = try Self.method(maker)
    let made = try (0..<3).map { seed in
      try method.make(inputs, Self.context(inputs, seed: UInt64(seed), isFirstSeed: seed == 0)).rows
    }
    #expect((made[0] != made[1] && made[1] != made[2]) == method.isStochastic)
  }

  /// The rows of the space come out to the bit, some of them but for rounding, also after the way was stored.
  @Test(arguments: Maker.all) func newRowsFindTheirWay(maker: Maker) throws {
    let inputs = Self.inputs(maker).map { Matrix($0) }
    let some = inputs.map { $0.selecting(rows: [7, 3, 50]) }
    let method = try Self.method(maker)
    for seed in 0..<2 {
      let space = try method.make(inputs, Self.context(inputs, seed: UInt64(seed), isFirstSeed: seed == 0))
      guard let transform = space.transform else { continue }
      let again = try #require(try method.transform(of: transform.stored))
      for transform in [transform, again] {
        #expect(try transform.transform(inputs) == space.rows)
        let found = try transform.transform(some)
        for (position, row) in [7, 3, 50].enumerated() {
          let pairs = zip(found.row(position), space.rows.row(row))
          #expect(pairs.allSatisfy { abs($0 - $1) <= 1e-4 * max(1, abs($1)) })
        }
      }
      #expect(again.stored == transform.stored)
      for name in transform.stored.entries.keys where !["exponent", "origin", "signs"].contains(name) {
        var damaged = transform.stored
        damaged[name] = .init([1, 2, 3], shape: [1, 3, 1])
        #expect(throws: (any Error).self) { try method.transform(of: damaged).map { _ = try $0.transform(inputs) } }
      }
    }
  }

  @Test(arguments: Maker.all) func sharedWorkChangesNothing(maker: Maker) throws {
    let inputs = Self.inputs(maker).map { Matrix($0) }
    let (method, shared) = (try Self.method(maker), SharedWork())
    for seed in 0..<3 {
      func make(_ shared: SharedWork) throws -> Matrix {
        try method.make(
          inputs, Self.context(inputs, seed: UInt64(seed), isFirstSeed: seed == 0, shared: shared)
        ).rows
      }
      #expect(try make(shared) == make(SharedWork()))
    }
  }

  @Test(arguments: Maker.all) func theColumnsAreThoseThatWereAnnounced(maker: Maker) throws {
    let inputs = Self.inputs(maker).map { Matrix($0) }
    let method = try Self.method(maker)
    try method.check(Self.shape(inputs))
    let made = try method.make(inputs, Self.context(inputs, seed: 0))
    #expect(made.rows.rows == 300 && made.rows.columns == method.columns(Self.shape(inputs)))
    let cost = try #require(method.cost(Self.shape(inputs)))
    #expect(cost.operations >= 0 && cost.bytes >= 0)
  }

  /// Rows in another order come out in that order, up to rounding and the sign of a column. A layout that goes from edge to
  /// edge ends elsewhere when it takes them in another order, and so does a k-means that draws its starts.
  @Test(arguments: Maker.all.filter { ![UMAP.name, Counterpart.name, Late.name].contains($0.type.name) })
  func theOrderOfRowsDoesNotMatter(maker: Maker) throws {
    let inputs = Self.inputs(maker)
    var stream = Seed(7).stream("order")
    let order = stream.sample(300, of: 300)
    let method = try Self.method(maker)
    func make(_ inputs: [Matrix]) throws -> Matrix { try method.make(inputs, Self.context(inputs, seed: 0)).rows }
    let straight = try make(inputs.map { Matrix($0) })
    let turned = try make(inputs.map { input in Matrix(order.map { input[$0] }) })
    for (row, source) in order.enumerated() {
      for column in 0..<straight.columns {
        let (found, expected) = (turned[row, column], straight[source, column])
        #expect(abs(abs(found) - abs(expected)) < 2e-3 * max(1, abs(expected)), "\(row), \(column)")
      }
    }
  }

  @Test(arguments: Maker.all) func anotherNumberOfInputsIsRefused(maker: Maker) throws {
    let allowed = maker.type.inputs
    let method = try Self.method(maker)
    for count in [0, allowed.lowerBound - 1, allowed.upperBound == .max ? 0 : allowed.upperBound + 1] {
      #expect(throws: StageError.self) { try method.check(inputs: count) }
    }
    for count in [0, allowed.upperBound == .max ? 0 : allowed.upperBound + 1] {
      let input = Matrix(Self.rows(20, 3, 1))
      let inputs = [Matrix](repeating: input, count: count)
      #expect(throws: (any Error).self) { try method.make(inputs, Self.context(inputs, seed: 0)) }
    }
  }

  /// Few, equal and zero rows make finite numbers or an error that explains itself.
  @Test(arguments: Maker.all) func poorRowsAreNoTrap(maker: Maker) throws {
    let count = maker.type.inputs.lowerBound
    let poor: [[[Float]]] = [
      [[1, 2, 3]], [[1, 2], [1, 2]], [[Float]](repeating: [0, 0, 0], count: 30),
      [[Float]](repeating: [4, -2, 1e-30], count: 30), [[1], [2], [3]], [[1e30, -1e30], [-1e30, 1e30], [0, 1]],
    ]
    for rows in poor {
      let inputs = [Matrix](repeating: Matrix(rows), count: count)
      let method = try Self.method(maker)
      let made = try Self.explained {
        try method.check(Self.shape(inputs))
        return try method.make(inputs, Self.context(inputs, seed: 0))
      }
      guard let made else { continue }
      #expect(made.rows.rows == rows.count && made.rows.firstNonFinite() == nil, "\(rows.prefix(2))")
    }
  }
}
