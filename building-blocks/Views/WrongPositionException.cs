namespace Views;

/// <summary>A view's position means nothing on this cluster or lies outside the log. Nothing is read until somebody decides.</summary>
/// <param name="message">What is wrong, and the command that mends it.</param>
public sealed class WrongPositionException(string message) : Exception(message);
