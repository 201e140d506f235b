/** The desk's own styles, in their order. */
import "./desk.css";
import "./ring.css";
import "./call.css";
import "./panels.css";
import "./wrap_up.css";
import "./language_panel.css";
import "./talk.css";
