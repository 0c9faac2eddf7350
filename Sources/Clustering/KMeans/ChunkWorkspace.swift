import Core
import Matrices

/// The rows of a chunk that are being assigned, and their scores with centers so far: sixteen rows a tile, a lane each.
final class ChunkWorkspace {
  /// The number of rows that are listed.
  private(set) var count = 0
  private let rows: Buffer<Int32>
  /// The groups that a row has to be measured with, or has been, a bit each.
  private let flags: Buffer<UInt8>
  private let measured: Buffer<UInt8>
  /// |x − m|², and the largest rounding error of a score.
  private let squaredNorms: Buffer<SIMD16<Float>>
  private let scoreErrors: Buffer<SIMD16<Float>>
  private let leaders: Buffer<TileLeaders>
  /// groups × tiles: the highest possible score of another center of the group than the winner.
  private let rivalScores: Buffer<SIMD16<Float>>
  private let tiles: Int
  /// The margins after all is measured: the least difference of the distances to the winner and to any other center, how far the
  /// range of another's score reaches into that of the winner's, and the winner.
  private let margins: Buffer<SIMD16<Float>>
  private let overlaps: Buffer<SIMD16<Float>>
  private let winners: Buffer<SIMD16<Int32>>

  /// The positions in the list of the rows that are measured now, the kernel's input, and its output.
  private var picked = 0
  private let positions: Buffer<Int32>
  private let pointers: Buffer<UnsafePointer<Float>>
  private let indices: Buffer<Int32>
  private let remainders: Buffer<SIMD16<Float>>
  /// The products of each tile with a panel, panel by panel.
  private let scores: Buffer<SIMD16<Float>>
  private let found: Buffer<TileLeaders>

  /// The panels of centers that the kernel multiplies together.
  private static let panelsAtOnce = 2

  init(capacity: Int, groups: Int) {
    tiles = (capacity + 15) / 16
    rows = Buffer(count: tiles * 16)
    flags = Buffer(count: tiles * 16)
    measured = Buffer(count: tiles * 16)
    squaredNorms = Buffer(repeating: .zero, count: tiles)
    scoreErrors = Buffer(count: tiles)
    leaders = Buffer(count: tiles)
    rivalScores = Buffer(repeating: .zero, count: groups * tiles)
    margins = Buffer(count: tiles)
    overlaps = Buffer(count: tiles)
    winners = Buffer(count: tiles)
    positions = Buffer(count: tiles * 16)
    pointers = Buffer(count: tiles * 16)
    indices = Buffer(count: tiles * 16)
    remainders = Buffer(repeating: .zero, count: tiles)
    scores = Buffer(count: Self.panelsAtOnce * tiles * 16)
    found = Buffer(count: tiles)
  }

  /// Lists all rows of `range`, flagged for every group.
  func listAll(_ range: Range<Int>, _ grouping: ClusterGroups) {
    count = range.count
    for (position, row) in range.enumerated() { rows[position] = Int32(truncatingIfNeeded: row) }
    flagAll(grouping)
  }

  /// Lists some rows, flagged for every group.
  func list(_ chosen: ArraySlice<Int32>, _ grouping: ClusterGroups) {
    count = chosen.count
    for (position, row) in chosen.enumerated() { rows[position] = row }
    flagAll(grouping)
  }

  private func flagAll(_ grouping: ClusterGroups) {
    for position in 0..<count { flags[position] = UInt8(truncatingIfNeeded: (1 << grouping.count) - 1) }
  }

  /// Lists the rows of `range` whose limit the movement of their center has reached.
  func list(_ range: Range<Int>, _ bounds: RowBounds, _ movement: [Float]) {
    count = movement.withUnsafeBufferPointer {
      listReached(
        range, labels: bounds.labels.base, limits: bounds.limits.base, movement: $0.baseAddress!, into: rows.base)
    }
    for position in 0..<count { flags[position] = 0 }
  }

  /// Fetches the lengths of the listed rows, the group of their center as a flag where they have none yet, and the bounds
  /// of the other groups.
  func load(_ assignment: BoundedAssignment, _ panels: ScorePanels, _ bounds: RowBounds) {
    let space = assignment.space
    let norms = lanes(squaredNorms)
    space.squaredNorms.withUnsafeBufferPointer { source in
      for position in 0..<count { norms[position] = source[Int(rows[position])] }
    }
    let unit = panels.rounding * panels.longest
    let fixed = Float(space.meanLength) + panels.longest
    for tile in 0..<(count + 15) / 16 {
      // Below the smallest normal number the error no longer shrinks with the product.
      scoreErrors[tile] = unit * (squaredNorms[tile].squareRoot() + fixed) + .leastNormalMagnitude
      leaders[tile] = TileLeaders()
    }
    guard assignment.grouping.count > 1 else { return }
    for position in 0..<count {
      measured[position] = 0
      if flags[position] == 0 {
        flags[position] = 1 << UInt8(assignment.grouping.group(of: bounds.labels[Int(rows[position])]))
      }
    }
    for group in 0..<assignment.grouping.count {
      let (known, moved) = (bounds.distances + group * bounds.rows, assignment.groupMovement.most[group])
      let rivalScores = lanes(self.rivalScores + group * tiles)
      for position in 0..<count {
        let far = max(known[Int(rows[position])] - moved, 0)
        rivalScores[position] = (norms[position] - far * far) / 2
      }
    }
  }

  /// Picks all listed rows for the next measurement.
  func pickAll() {
    for position in 0..<count { positions[position] = Int32(truncatingIfNeeded: position) }
    picked = count
  }

  /// Picks the rows that are flagged for a group.
  func pickFlagged(_ group: Int) {
    pick { flags[$0] & (1 << UInt8(group)) != 0 }
  }

  /// Picks the rows not yet measured with a group that may hold a nearer center than the nearest so far.
  func pickRivals(_ group: Int) {
    let rivalScores = lanes(self.rivalScores + group * tiles)
    let scoreErrors = lanes(scoreErrors)
    pick {
      measured[$0] & (1 << UInt8(group)) == 0
        && rivalScores[$0] >= leaders[$0 / 16].best[$0 % 16] - 2 * scoreErrors[$0]
    }
  }

  @inline(__always)
  private func pick(_ condition: (Int) -> Bool) {
    var picked = 0
    for position in 0..<count {
      positions[picked] = Int32(truncatingIfNeeded: position)
      picked += condition(position) ? 1 : 0
    }
    self.picked = picked
  }

  /// Measures the picked rows with the centers of one group.
  func measure(_ group: Int, _ grouping: ClusterGroups, _ level: ScoreLevel) {
    guard picked > 0 else { return }
    let (clusters, panels, remainders) = (grouping.clusters(of: group), level.panels, remainders.base)
    gather(level)
    let count = (picked + 15) / 16
    for tile in 0..<count { found[tile] = TileLeaders() }
    let last = (clusters.upperBound + 15) / 16
    for first in stride(from: clusters.lowerBound / 16, to: last, by: Self.panelsAtOnce) {
      let taken = first..<min(first + Self.panelsAtOnce, last)
      multiply(level, taken)
      panels.remainders.withUnsafeBufferPointer { centerRemainders in
        for tile in 0..<count {
          for panel in taken {
            let cluster = panel * 16
            found[tile].compare(
              scores + ((panel - first) * tiles + tile) * 16, first: cluster,
              count: min(16, clusters.upperBound - cluster),
              rowRemainders: remainders[tile], centerRemainders.baseAddress! + cluster)
          }
        }
      }
    }
    if grouping.count == 1 { takeAll() } else { merge(group, grouping) }
  }

  /// Fetches where the picked rows lie; the last one fills up the last eight.
  private func gather(_ level: ScoreLevel) {
    if level.sparse != nil {
      for index in 0..<picked { indices[index] = rows[Int(positions[index])] }
    } else {
      level.rows.withRows { block in
        for index in 0..<picked { pointers[index] = block.pointer(toRow: Int(rows[Int(positions[index])])) }
      }
      for index in picked..<(picked + 7) / 8 * 8 { pointers[index] = pointers[picked - 1] }
    }
    let tails = lanes(self.remainders)
    if let remainders = level.remainders {
      remainders.withUnsafeBufferPointer { source in
        for index in 0..<picked { tails[index] = source[Int(rows[Int(positions[index])])] }
      }
    } else {
      for index in 0..<picked { tails[index] = 0 }
    }
  }

  /// Multiplies the picked rows with some panels of centers.
  private func multiply(_ level: ScoreLevel, _ panels: Range<Int>) {
    let packed = level.panels
    guard let sparse = level.sparse else {
      packed.packed.products(
        panels: panels, columns: packed.packed.dimensions,
        with: UnsafeBufferPointer(start: pointers.base, count: (picked + 7) / 8 * 8), into: lanes(scores), stride: 16,
        step: tiles * 256)
      return
    }
    for panel in panels {
      packed.packed.products(
        panel: panel, with: sparse, at: UnsafeBufferPointer(start: indices.base, count: picked),
        into: lanes(scores + (panel - panels.lowerBound) * tiles * 16))
    }
  }

  /// Takes the scores with the only group there is.
  private func takeAll() {
    for tile in 0..<(count + 15) / 16 {
      leaders[tile] = found[tile]
      rivalScores[tile] = found[tile].rival + scoreErrors[tile]
    }
  }

  /// Merges the scores with one group into the leaders of the picked rows.
  private func merge(_ group: Int, _ grouping: ClusterGroups) {
    let (positions, measured, found, leaders) = (positions.base, measured.base, found.base, leaders.base)
    let (rivalScores, scoreErrors) = (lanes(self.rivalScores), lanes(scoreErrors))
    let (lanesOfGroup, flag) = (tiles * 16, UInt8(1) << UInt8(group))
    for index in 0..<picked {
      let position = Int(positions[index])
      let (new, newLane) = (found + index / 16, index % 16)
      let (old, oldLane) = (leaders + position / 16, position % 16)
      let (best, winner, upper) = (new.pointee.best[newLane], new.pointee.winner[newLane], new.pointee.upper[newLane])
      let former = old.pointee.winner[oldLane]
      var rival = new.pointee.rival[newLane]
      if best > old.pointee.best[oldLane] || (best == old.pointee.best[oldLane] && winner < former) {
        if former >= 0 {
          let place = grouping.group(of: former) * lanesOfGroup + position
          rivalScores[place] = max(rivalScores[place], old.pointee.upper[oldLane] + scoreErrors[position])
        }
        old.pointee.best[oldLane] = best
        old.pointee.winner[oldLane] = winner
        old.pointee.upper[oldLane] = upper
      } else {
        rival = max(rival, upper)
      }
      rivalScores[group * lanesOfGroup + position] = rival + scoreErrors[position]
      measured[position] |= flag
    }
  }

  /// Writes labels and bounds of the listed rows, and adds the changes; rows whose nearest center is not certain stay
  /// listed, flagged for the groups that may hold it.
  func settle(_ assignment: BoundedAssignment, _ bounds: RowBounds, _ changes: inout [LabelChange]) {
    let grouping = assignment.grouping
    for tile in 0..<(count + 15) / 16 {
      let least = leaders[tile].best - scoreErrors[tile]
      var top = rivalScores[tile]
      for group in 1..<max(grouping.count, 1) {
        let other = rivalScores[group * tiles + tile]
        top.replace(with: other, where: other .> top)
      }
      let norms = squaredNorms[tile]
      // A hair less, for the rounding of the roots and of their difference.
      margins[tile] = root(norms - 2 * top) * (1 - 1e-6) - root(norms - 2 * least)
      overlaps[tile] = top - least
      winners[tile] = leaders[tile].winner
    }
    let (margins, overlaps) = (lanes(margins), lanes(overlaps))
    let winners = UnsafeMutableRawPointer(winners.base).assumingMemoryBound(to: Int32.self)
    let (labels, limits) = (bounds.labels.base, bounds.limits.base)
    var undecided = 0
    assignment.clusterMovement.least.withUnsafeBufferPointer { movement in
      for position in 0..<count {
        if grouping.count > 1 { store(position, assignment, bounds) }
        let (row, winner) = (Int(rows[position]), winners[position])
        if overlaps[position] >= 0 {
          flags[undecided] = groupsInReach(position, grouping, winner)
          rows[undecided] = rows[position]
          undecided += 1
          continue
        }
        limits[row] = (margins[position] + movement[Int(winner)]).nextDown
        if labels[row] != winner {
          changes.append(LabelChange(row: rows[position], old: labels[row], new: winner))
          labels[row] = winner
        }
      }
    }
    count = undecided
  }

  /// Returns an undecided row and the groups that may hold its nearest center, a bit each.
  func undecided(_ position: Int) -> (row: Int, groups: UInt8) {
    precondition(position >= 0 && position < count)
    return (Int(rows[position]), flags[position])
  }

  /// Returns the groups that may hold the nearest center of a row, a bit each.
  private func groupsInReach(_ position: Int, _ grouping: ClusterGroups, _ winner: Int32) -> UInt8 {
    guard grouping.count > 1 else { return 1 }
    let least = leaders[position / 16].best[position % 16] - lanes(scoreErrors)[position]
    let rivalScores = lanes(rivalScores)
    var flags: UInt8 = 1 << UInt8(grouping.group(of: winner))
    for group in 0..<grouping.count where rivalScores[group * tiles * 16 + position] >= least {
      flags |= 1 << UInt8(group)
    }
    return flags
  }

  /// Stores the distances of the measured groups as bounds.
  private func store(_ position: Int, _ assignment: BoundedAssignment, _ bounds: RowBounds) {
    let (rivalScores, norm) = (lanes(rivalScores), lanes(squaredNorms)[position])
    for group in 0..<assignment.grouping.count where measured[position] & (1 << UInt8(group)) != 0 {
      let far = max(norm - 2 * rivalScores[group * tiles * 16 + position], 0).squareRoot()
      bounds.distances[group * bounds.rows + Int(rows[position])] =
        (far * (1 - 1e-6) + assignment.groupMovement.least[group]).nextDown
    }
  }
}

/// The best of the centers seen so far for sixteen rows, a lane each.
struct TileLeaders {
  /// The highest lower bound of a score, but for rounding, the center it belongs to, and the upper bound of its score.
  var best = SIMD16<Float>(repeating: -.infinity)
  var winner = SIMD16<Int32>(repeating: -1)
  var upper = SIMD16<Float>(repeating: -.infinity)
  /// The highest upper bound of another center's score.
  var rival = SIMD16<Float>(repeating: -.infinity)

  /// Compares the scores of sixteen rows (one a vector) with up to sixteen centers, from `first` on.
  mutating func compare(
    _ scores: UnsafePointer<SIMD16<Float>>, first: Int, count: Int, rowRemainders: SIMD16<Float>,
    _ centerRemainders: UnsafePointer<Float>
  ) {
    var (best, upper, rival, winner) = (best, upper, rival, winner)
    withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 16) { lanes in
      transpose16(scores, 1, lanes.baseAddress!, 1)
      for lane in 0..<count {
        let outside = rowRemainders * centerRemainders[lane]
        let (least, most) = (lanes[lane] - outside, lanes[lane] + outside)
        let better = least .> best
        let other = most.replacing(with: upper, where: better)
        rival.replace(with: other, where: other .> rival)
        best.replace(with: least, where: better)
        upper.replace(with: most, where: better)
        winner.replace(with: Int32(truncatingIfNeeded: first + lane), where: better)
      }
    }
    (self.best, self.upper, self.rival, self.winner) = (best, upper, rival, winner)
  }
}

/// Returns the numbers of vectors one by one.
@inline(__always)
private func lanes(_ vectors: UnsafeMutablePointer<SIMD16<Float>>) -> UnsafeMutablePointer<Float> {
  UnsafeMutableRawPointer(vectors).assumingMemoryBound(to: Float.self)
}

@inline(__always)
private func lanes(_ vectors: borrowing Buffer<SIMD16<Float>>) -> UnsafeMutablePointer<Float> { lanes(vectors.base) }

/// Returns the square roots of numbers that are negative by rounding alone.
@inline(__always)
private func root(_ squares: SIMD16<Float>) -> SIMD16<Float> {
  squares.replacing(with: 0, where: squares .< 0).squareRoot()
}
