/// The distances of all clusters to one that two others have become (Lance and Williams, "A general theory of
/// classificatory sorting strategies", 1967), eight at a time.
package struct LinkageUpdate {
  let linkage: Agglomerative.Linkage
  /// The numbers of rows of the two, and their distance.
  let gone: Double
  let kept: Double
  let between: Double

  /// Returns the distances of eight clusters from their distances to the one that goes and to the one that stays.
  ///
  /// - Parameter sizes: their numbers of rows.
  @inline(__always)
  func distances(_ first: SIMD8<Double>, _ second: SIMD8<Double>, sizes: SIMD8<Double>) -> SIMD8<Double> {
    switch linkage {
    case .ward:
      // The order of operations is SciPy's, so that its ties are ties here.
      let share = 1 / (SIMD8(repeating: gone + kept) + sizes)
      let parts = (sizes + gone) * share * first * first + (sizes + kept) * share * second * second
      let rest = parts - sizes * share * between * between
      return rest.replacing(with: 0, where: rest .< 0).squareRoot()
    case .average: return (gone * first + kept * second) / (gone + kept)
    case .complete, .single: return first.replacing(with: second, where: second .> first)
    }
  }
}
