import Core
import Matrices

/// The repulsion between the points of an embedding, Σⱼ (yᵢ − yⱼ) / (1 + |yᵢ − yⱼ|²)², through a grid and fast Fourier
/// transforms (Linderman, Rachh, Hoskins, Steinerberger and Kluger 2019).
///
/// Three things differ from the published scheme. Points reach the nodes through cubic splines instead of three-point
/// polynomials inside each interval, which is smooth everywhere and needs fewer nodes. The force itself is
/// interpolated, so that the points are the only charge: one transform forward and one back where the published split
/// into 1, x, y and x² + y² takes four of each, and no large coordinates cancel. And the sum of all similarities is
/// taken from the transform, by Parseval's theorem, without a way back to the points.
package final class InterpolatedRepulsion {
  private let count: Int
  private var kernel: RepulsionKernel?
  private var planes: Planes?
  /// The points band by band.
  private let order: Buffer<Int32>
  private var bandStarts: [Int] = []

  package init(count: Int) {
    self.count = count
    order = Buffer(count: count)
  }

  /// Writes the sum of the forces on each point, and returns Σᵢ Σⱼ≠ᵢ 1 / (1 + |yᵢ − yⱼ|²).
  ///
  /// - Parameter isFine: true where the nodes are as near as they can be, rather than few.
  /// - Precondition: every coordinate is finite.
  /// - Complexity: O(points + s²·log(s)) for an embedding s units across.
  package func forces(
    on points: UnsafePointer<SIMD2<Float>>, into forces: UnsafeMutablePointer<SIMD2<Float>>, isFine: Bool = true
  ) -> Double {
    let (low, high) = bounds(of: points, count: count)
    let grid = RepulsionGrid(spread: (high - low).max(), spacing: isFine ? .fine : .coarse)
    // The memory of the former ones is free before that of the new ones is taken.
    if kernel?.grid.length != grid.length || kernel?.grid.spacing != grid.spacing {
      kernel = nil
      kernel = RepulsionKernel(grid)
    }
    if planes?.grid != grid {
      planes = nil
      planes = Planes(grid)
    }
    guard let kernel, let planes else { return 0 }
    let place = Placement(corner: low, scale: 1 / grid.spacing)
    sortByBand(points, place, side: grid.side)
    spread(points, place, onto: planes)
    let sum = planes.convolve(kernel)
    gather(points, place, from: planes, into: forces)
    return sum - Double(count)
  }

  /// The number of rows of nodes in a band. A spline touches four rows, so points two bands apart share none.
  private static let bandRows = 8

  /// Orders the points by the band of rows they lie in, by index within a band.
  private func sortByBand(_ points: UnsafePointer<SIMD2<Float>>, _ place: Placement, side: Int) {
    let bands = side / Self.bandRows + 1
    bandStarts = [Int](repeating: 0, count: bands + 1)
    let order = order.base
    bandStarts.withUnsafeMutableBufferPointer { starts in
      for index in 0..<count { starts[place.row(points[index]) / Self.bandRows + 1] += 1 }
      for band in 0..<bands { starts[band + 1] += starts[band] }
    }
    var next = bandStarts
    next.withUnsafeMutableBufferPointer { next in
      for index in 0..<count {
        let band = place.row(points[index]) / Self.bandRows
        order[next[band]] = Int32(index)
        next[band] += 1
      }
    }
  }

  /// Adds each point to the sixteen nodes around it: even bands first, then odd ones, so that no two threads ever
  /// write the same node and the sums have one order.
  private func spread(_ points: UnsafePointer<SIMD2<Float>>, _ place: Placement, onto planes: Planes) {
    let (charges, side, order, starts) = (planes.charges.base, planes.grid.side, order.base, bandStarts)
    charges.update(repeating: 0, count: side * side)
    for parity in 0...1 {
      Parallel.forEachChunk(of: (starts.count - parity) / 2, size: 1) { half, _ in
        let band = 2 * half + parity
        for position in starts[band]..<starts[band + 1] {
          let spline = place.spline(points[Int(order[position])])
          var node = UnsafeMutableRawPointer(charges + spline.firstNode(side))
          for row in 0..<4 {
            let sum = node.loadUnaligned(as: SIMD4<Float>.self) + spline.x * spline.y[row]
            node.storeBytes(of: sum, as: SIMD4<Float>.self)
            node += side * 4
          }
        }
      }
    }
  }

  /// Reads the force at each point from the sixteen nodes around it.
  private func gather(
    _ points: UnsafePointer<SIMD2<Float>>, _ place: Placement, from planes: Planes,
    into forces: UnsafeMutablePointer<SIMD2<Float>>
  ) {
    let (forceX, forceY, side, order) = (planes.forceX.base, planes.forceY.base, planes.grid.side, order.base)
    Parallel.forEachChunk(of: count, size: 2048) { _, range in
      for position in range {
        let index = Int(order[position])
        let spline = place.spline(points[index])
        var offset = spline.firstNode(side)
        var (x, y) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
        for row in 0..<4 {
          let weight = SIMD4(repeating: spline.y[row])
          x.addProduct(UnsafeRawPointer(forceX + offset).loadUnaligned(as: SIMD4<Float>.self), weight)
          y.addProduct(UnsafeRawPointer(forceY + offset).loadUnaligned(as: SIMD4<Float>.self), weight)
          offset += side
        }
        forces[index] = SIMD2((x * spline.x).sum(), (y * spline.x).sum())
      }
    }
  }
}

/// The positions of points on a grid.
private struct Placement {
  /// The lowest coordinates of all points.
  let corner: SIMD2<Float>
  /// The nodes in a unit.
  let scale: Float

  /// One node lies before the first point, as its spline asks; half a node more keeps rounding from crossing it.
  private static let margin: Float = 1.5

  @inline(__always)
  func row(_ point: SIMD2<Float>) -> Int { Int((point.y - corner.y) * scale + Self.margin) }

  @inline(__always)
  func spline(_ point: SIMD2<Float>) -> Spline {
    let position = (point - corner) * scale + Self.margin
    let node = SIMD2<Int32>(truncatingIfNeeded: SIMD2(Int32(position.x), Int32(position.y)))
    let part = position - SIMD2<Float>(node)
    return Spline(node: node, x: Spline.weights(part.x), y: Spline.weights(part.y))
  }
}

/// The share of a point that each of the 4 × 4 nodes around it has, by cubic B-splines.
private struct Spline {
  let node: SIMD2<Int32>
  let x: SIMD4<Float>
  let y: SIMD4<Float>

  /// The place of the first of the sixteen nodes in rows of `side`.
  @inline(__always)
  func firstNode(_ side: Int) -> Int { (Int(node.y) - 1) * side + Int(node.x) - 1 }

  /// The shares of the nodes −1, 0, 1 and 2 of a point `t` after node 0.
  @inline(__always)
  static func weights(_ t: Float) -> SIMD4<Float> {
    var sum = SIMD4<Float>(-1, 3, -3, 1) / 6
    sum = sum * t + SIMD4<Float>(3, -6, 3, 0) / 6
    sum = sum * t + SIMD4<Float>(-3, 0, 3, 0) / 6
    return sum * t + SIMD4<Float>(1, 4, 1, 0) / 6
  }
}

/// The numbers on the nodes of a grid, before, between and after the transforms.
private final class Planes {
  let grid: RepulsionGrid
  /// side × side: the charges, and the forces they exert.
  let charges: Buffer<Float>
  let forceX: Buffer<Float>
  let forceY: Buffer<Float>
  /// (frequency tile) × side: the charges with their columns transformed.
  private let spectrum: Buffer<ComplexLanes>
  /// (node tile) × frequencies: the transformed columns of the forces.
  private let spectrumX: Buffer<ComplexLanes>
  private let spectrumY: Buffer<ComplexLanes>

  init(_ grid: RepulsionGrid) {
    self.grid = grid
    charges = Buffer(count: grid.side * grid.side)
    forceX = Buffer(count: grid.side * grid.side)
    forceY = Buffer(count: grid.side * grid.side)
    spectrum = Buffer(count: grid.frequencies / 16 * grid.side)
    spectrumX = Buffer(count: grid.side / 16 * grid.frequencies)
    spectrumY = Buffer(count: grid.side / 16 * grid.frequencies)
  }

  /// Turns the charges on the nodes into forces on the nodes, and returns the sum of all similarities.
  func convolve(_ kernel: RepulsionKernel) -> Double {
    Parallel.forEachChunk(of: grid.side / 32, size: 1) { pair, _ in transformColumns(pair, kernel) }
    let sums = Parallel.mapChunks(of: grid.frequencies / 16, size: 1) { tile, _ in multiply(tile, kernel) }
    Parallel.forEachChunk(of: grid.side / 16, size: 1) { tile, _ in restoreColumns(tile, kernel) }
    return sums.reduce(0, +)
  }

  /// Transforms 32 columns of charges, two real columns in one complex signal.
  private func transformColumns(_ pair: Int, _ kernel: RepulsionKernel) {
    let (length, half, side) = (grid.length, grid.length / 2, grid.side)
    let (charges, spectrum) = (charges.base, spectrum.base)
    withScratch(length) { data, scratch in
      for row in 0..<grid.extent {
        let lanes = UnsafeRawPointer(charges + row * side + pair * 32)
        data[row] = ComplexLanes(
          re: lanes.load(as: SIMD16<Float>.self), im: lanes.load(fromByteOffset: 64, as: SIMD16<Float>.self))
      }
      (data + grid.extent).update(repeating: .zero, count: length - grid.extent)
      let result = kernel.transform(data, scratch: scratch)
      withUnsafeTemporaryAllocation(of: ComplexLanes.self, capacity: 32) { blocks in
        guard let blocks = blocks.baseAddress else { return }
        for tile in 0..<grid.frequencies / 16 {
          for lane in 0..<16 {
            let frequency = tile * 16 + lane
            guard frequency <= half else {
              (blocks[lane], blocks[16 + lane]) = (.zero, .zero)
              continue
            }
            let (z, mirrored) = (result[frequency], result[frequency == 0 ? 0 : length - frequency])
            blocks[lane] = ComplexLanes(re: z.re + mirrored.re, im: z.im - mirrored.im).scaled(by: 0.5)
            blocks[16 + lane] = ComplexLanes(re: z.im + mirrored.im, im: mirrored.re - z.re).scaled(by: 0.5)
          }
          let target = spectrum + tile * side + pair * 32
          transposeTile(blocks, target)
          transposeTile(blocks + 16, target + 16)
        }
      }
    }
  }

  /// Transforms 16 rows of frequencies, multiplies them with the kernel and transforms the forces' rows back; returns
  /// the rows' part of the sum of all similarities.
  private func multiply(_ tile: Int, _ kernel: RepulsionKernel) -> Double {
    let (length, side) = (grid.length, grid.side)
    let similarities = kernel.similarity + tile * length
    var sum = 0.0
    withScratch(2 * length) { first, second in
      let (data, scratch, force) = (first, first + length, second)
      data.update(from: spectrum + tile * side, count: side)
      (data + side).update(repeating: .zero, count: length - side)
      let charges = kernel.transform(data, scratch: scratch)
      // The frequencies that are not their own mirror image stand for two.
      var weights = SIMD16<Float>(repeating: 2)
      for lane in 0..<16 where (tile * 16 + lane) % (length / 2) == 0 { weights[lane] = 1 }
      for start in stride(from: 0, to: length, by: 16) {
        var lanes = SIMD16<Float>.zero
        for frequency in start..<start + 16 {
          let value = charges[frequency]
          lanes.addProduct(value.re * value.re + value.im * value.im, similarities[frequency])
        }
        sum += Double((lanes * weights).sum())
      }
      for (factors, target) in [(kernel.forceX.base, spectrumX.base), (kernel.forceY.base, spectrumY.base)] {
        for frequency in 0..<length {
          let factor = factors[tile * length + frequency]
          // i · factor · charge, exchanged for the inverse transform.
          force[frequency] = ComplexLanes(
            re: charges[frequency].re * factor, im: -charges[frequency].im * factor)
        }
        let result = kernel.transform(force, scratch: force + length)
        for nodes in 0..<side / 16 {
          transposeTile(result + nodes * 16, target + nodes * grid.frequencies + tile * 16)
        }
      }
    }
    return sum
  }

  /// Transforms 16 columns back: both forces, which are real, as one complex signal.
  private func restoreColumns(_ tile: Int, _ kernel: RepulsionKernel) {
    let (length, half, side) = (grid.length, grid.length / 2, grid.side)
    let (forceX, forceY) = (forceX.base, forceY.base)
    withScratch(length) { data, scratch in
      let (x, y) = (spectrumX + tile * grid.frequencies, spectrumY + tile * grid.frequencies)
      for frequency in 0...half {
        // They are still exchanged: re holds the imaginary part.
        let (a, b) = (x[frequency], y[frequency])
        data[frequency] = ComplexLanes(re: a.re + b.im, im: a.im - b.re)
        if frequency > 0, frequency < half {
          data[length - frequency] = ComplexLanes(re: b.im - a.re, im: a.im + b.re)
        }
      }
      let result = kernel.transform(data, scratch: scratch)
      for row in 0..<grid.extent {
        let offset = row * side + tile * 16
        UnsafeMutableRawPointer(forceX + offset).storeBytes(of: result[row].im, as: SIMD16<Float>.self)
        UnsafeMutableRawPointer(forceY + offset).storeBytes(of: result[row].re, as: SIMD16<Float>.self)
      }
    }
  }
}
