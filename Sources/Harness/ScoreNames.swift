import Scores

/// The names of the scores, for those who parse what a user wrote.
public enum ScoreNames {
  public static let all = ScoreCatalog.all.map(\.name)
  /// Those of which the smallest value is the best.
  public static let lowerIsBetter = Set(ScoreCatalog.all.filter { !$0.higherIsBetter }.map(\.name))
}
